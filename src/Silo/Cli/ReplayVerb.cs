using System.Globalization;
using OrleansLambda.Grains.Ingest.Replay;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Silo.Hosting;

namespace OrleansLambda.Silo.Cli;

/// <summary><c>replay FILE</c>: sends a dataset's pickups through the log, waits until the windows hold them, and recomputes their days.</summary>
public static class ReplayVerb
{
    private const int MaxSpeed = 10_000_000;

    /// <summary>Reads <c>--speed</c>: 0 for max, else events a second; null when it is neither.</summary>
    public static int? ParseSpeed(string? text) =>
        string.Equals(text, "max", StringComparison.OrdinalIgnoreCase) ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var speed) && speed is >= 1 and <= MaxSpeed ? speed
        : null;

    /// <summary>Replays the dataset at <paramref name="location"/>, going on where an earlier attempt ended.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="location">A file or an address.</param>
    /// <param name="speed">Events a second, or 0 for as many as the system takes.</param>
    /// <param name="again">Replay it once more when it was replayed to its end.</param>
    /// <param name="cancellationToken">Stops; the same command goes on later.</param>
    public static async Task<int> ExecuteAsync(Settings settings, string location, int speed, bool again, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        using var host = LambdaHost.ForWork(settings);
        await host.StartOrStopAsync(cancellationToken);
        try
        {
            var dataset = await host.Services.GetRequiredService<IDatasetCatalog>().OpenAsync(location, progress: null, cancellationToken);
            var start = TimeProvider.System.GetTimestamp();
            var summary = await SendAsync(host.Services.GetRequiredService<Replayer>(), new ReplayRequest(dataset, speed == 0 ? null : speed, again), cancellationToken);
            await WorkOffAsync(host.Services, cancellationToken);
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            Print(summary, elapsed);
            // The run at the start found days with half their events, where it went on with an interrupted replay.
            var run = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBatchGrain>(0).RunAsync(RunTrigger.Request).WaitAsync(cancellationToken);
            if (run.State == WorkState.Failed)
                return await Failure.TellAsync(run.Error!);
            if (run.DaysWritten > 0)
                RunLine.Print(run);
            return 0;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<ReplaySummary> SendAsync(Replayer replayer, ReplayRequest request, CancellationToken cancellationToken)
    {
        var last = new LatestProgress<ReplayProgress>();
        var run = Task.Run(() => replayer.RunAsync(request, last, cancellationToken), cancellationToken);
        await ProgressDisplay.ShowAsync(
            "Replay",
            () => Task.FromResult(new Progress(last.Value.Sent + last.Value.Skipped, "events", last.Value.Done, last.Value.EventsPerSecond, null, run.IsCompleted)),
            cancellationToken);
        return await run;
    }

    // The log's ends are fixed now, since this process alone appends: what the ledger knows of them is the goal.
    private static async Task WorkOffAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var log = services.GetRequiredService<IEventLog>();
        var ends = new List<long>();
        for (var partition = 0; partition < (await log.DescribeAsync(cancellationToken)).Partitions; partition++)
            ends.Add((await log.GetRangeAsync(partition, cancellationToken)).End);
        var ledger = services.GetRequiredService<IGrainFactory>().GetGrain<ILedgerGrain>(0);
        await ProgressDisplay.ShowAsync(
            "Windows",
            async () =>
            {
                var partitions = (await ledger.GetAsync()).Partitions;
                var open = ends.Select((end, number) => partitions.FirstOrDefault(p => p.Partition.Partition == number) is { } p
                    ? end - p.NextOffset + p.Pending
                    : end).Sum();
                var total = ends.Sum();
                return new Progress(total - open, "events", total == 0 ? 1 : 1 - ((double)open / total), 0, null, open == 0);
            },
            cancellationToken);
    }

    private static void Print(ReplaySummary summary, TimeSpan elapsed) => Console.WriteLine(summary.WasComplete
        ? string.Create(CultureInfo.InvariantCulture, $"All {summary.Skipped:N0} trips of this dataset were replayed before; --again sends them once more.")
        : string.Create(CultureInfo.InvariantCulture, $"{summary.Sent:N0} events sent and counted in {elapsed.TotalSeconds:N1} s ({summary.Sent / elapsed.TotalSeconds:N0}/s), {summary.Skipped:N0} sent before, {summary.Rejected:N0} records rejected"));
}

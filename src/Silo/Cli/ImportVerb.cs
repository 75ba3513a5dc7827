using System.Globalization;
using OrleansLambda.Grains.Serving;
using OrleansLambda.Silo.Hosting;

namespace OrleansLambda.Silo.Cli;

/// <summary><c>import FILE</c>: imports a dataset, aggregates its days, prints them.</summary>
public static class ImportVerb
{
    /// <summary>Imports the dataset at <paramref name="location"/>, going on where an earlier attempt ended.</summary>
    public static async Task<int> ExecuteAsync(Settings settings, string location, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        using var host = LambdaHost.ForWork(settings);
        await host.StartOrStopAsync(cancellationToken);
        try
        {
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var first = await grains.GetGrain<IImportGrain>(0).StartAsync(location);
            var import = await FollowAsync(grains.GetGrain<IImportGrain>(0), first, cancellationToken);
            if (import.State == WorkState.Failed)
                return await Failure.TellAsync(import.Error!);
            var batch = grains.GetGrain<IBatchGrain>(0);
            var run = await batch.RunAsync(RunTrigger.Import);
            if (run.State == WorkState.Failed)
                return await Failure.TellAsync(run.Error!);
            Print(import, wasComplete: first.State == WorkState.Completed);
            await PrintAggregationAsync(batch, import);
            await DayTable.PrintAsync(host.Services.GetRequiredService<DayReader>(), cancellationToken);
            return 0;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<ImportStatus> FollowAsync(IImportGrain grain, ImportStatus status, CancellationToken cancellationToken)
    {
        await ProgressDisplay.ShowAsync(
            "Import",
            async () =>
            {
                status = await grain.GetAsync(status.Id) ?? status;
                return new Progress(status.Records, "trips", status.Done, status.RecordsPerSecond, status.Eta, status.State != WorkState.Running);
            },
            cancellationToken);
        return status;
    }

    private static void Print(ImportStatus import, bool wasComplete)
    {
        var added = wasComplete ? 0 : import.Added;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{import.Records:N0} records: {added:N0} trips added, {import.Records - added - import.Rejected:N0} known before, {import.Rejected:N0} rejected"));
        if (!wasComplete && import.EndedAt - import.StartedAt is { } took)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Imported in {took.TotalSeconds:N2} s"));
        if (import.Rejected > 0)
            Console.WriteLine($"The rejected records, each with its line and its reason: {import.RejectFile}");
    }

    // An import asks for a run when it ends, which may have left nothing to the one that was waited for.
    private static async Task PrintAggregationAsync(IBatchGrain batch, ImportStatus import)
    {
        var runs = await batch.ListAsync(cursor: null, limit: 10);
        if (runs.FirstOrDefault(run => run.DaysWritten > 0 && run.StartedAt >= import.EndedAt) is { EndedAt: not null } run)
            RunLine.Print(run);
    }
}

using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>The runs that were, as documents: the last of them, as many as the settings keep.</summary>
internal sealed class RunHistory(Documents documents, IOptions<BatchOptions> options)
{
    private const string Prefix = "run/";
    private const int PageSize = 100;

    // More than can stand as running: of each activation that was lost since the last entry, one under way and one that waits.
    private const int MaxLost = 10;

    private readonly int _keep = options.Value.KeepRuns;

    /// <summary>
    /// Enters a run that is to begin. Those before it that stand as running, but for <paramref name="underWay"/>, were ended by a kill,
    /// and are entered as that.
    /// </summary>
    public async Task<Stored<RunStatus>> EnterAsync(RunTrigger trigger, DateTimeOffset now, string? underWay, CancellationToken cancellationToken)
    {
        var latest = await documents.ListAsync(Prefix, null, MaxLost, BatchJson.Default.RunStatus, cancellationToken);
        foreach (var lost in latest.Where(run => run.Value!.State == WorkState.Running && run.Value.Id != underWay))
            await EndLostAsync(lost, now, cancellationToken);
        var number = latest.Count == 0 ? 1 : long.Parse(latest[0].Value!.Id, CultureInfo.InvariantCulture) + 1;
        var status = new RunStatus { Id = IdOf(number), Trigger = trigger, State = WorkState.Running, StartedAt = now };
        var stored = await documents.WriteAsync(new Stored<RunStatus>(Prefix + status.Id, null, 0), status, BatchJson.Default.RunStatus, cancellationToken);
        await PruneAsync(number, cancellationToken);
        return stored;
    }

    /// <summary>Enters how a run ended.</summary>
    public Task EndAsync(Stored<RunStatus> run, RunStatus status, CancellationToken cancellationToken) =>
        documents.WriteAsync(run, status, BatchJson.Default.RunStatus, cancellationToken);

    /// <summary>The run of that id, or null.</summary>
    public async Task<RunStatus?> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await documents.ReadAsync(Prefix + id, BatchJson.Default.RunStatus, cancellationToken)).Value;

    /// <summary>Whether the last run has not completed: it failed, or was killed, or is under way.</summary>
    public async Task<bool> IsLastUndoneAsync(CancellationToken cancellationToken) =>
        await ListAsync(null, 1, cancellationToken) is [{ State: not WorkState.Completed }];

    /// <summary>The runs, the latest first.</summary>
    public async Task<RunStatus[]> ListAsync(string? before, int limit, CancellationToken cancellationToken)
    {
        var page = await documents.ListAsync(Prefix, before is null ? null : Prefix + before, limit, BatchJson.Default.RunStatus, cancellationToken);
        return [.. page.Select(static run => run.Value!)];
    }

    private async Task EndLostAsync(Stored<RunStatus> run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync(run, run.Value! with { State = WorkState.Failed, EndedAt = now, Error = "Its end was never entered, as where the process ended before it did; the next run does its work." }, cancellationToken);
        }
        catch (FencedException)
        {
            // It has ended just now, on another silo.
        }
    }

    private async Task PruneAsync(long last, CancellationToken cancellationToken)
    {
        if (last <= _keep)
            return;
        var old = await documents.ListAsync(Prefix, Prefix + IdOf(last - _keep + 1), PageSize, BatchJson.Default.RunStatus, cancellationToken);
        foreach (var run in old)
            await documents.DeleteAsync(run.Key, cancellationToken);
    }

    private static string IdOf(long number) => number.ToString("D10", CultureInfo.InvariantCulture);
}

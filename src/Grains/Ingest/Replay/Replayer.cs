using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>
/// Sends the trips of a dataset through the log, as events with their recorded time as event time: each trip once,
/// whatever is killed and whenever, and however often it is asked for.
/// </summary>
/// <remarks>
/// <para>Progress stands in the log itself: every event carries its replay and its ordinal, so a run that goes on with
/// another's work reads what is there, from the offsets stored before the first append and now and then since, and
/// leaves it out. All events of one window go to one partition.</para>
/// <para>One run of a dataset at a time. A second one takes over, and the first fails at its next checkpoint; what it
/// appends until then can stand in the log twice. So can an append that arrives later than
/// <see cref="ReplayOptions.Settle"/> after its answer was given up.</para>
/// </remarks>
public sealed partial class Replayer(
    IEventLog log,
    ICheckpointStore checkpoints,
    IOptions<ReplayOptions> options,
    LambdaMetrics metrics,
    TimeProvider clock,
    ILogger<Replayer> logger)
{
    private readonly ReplayOptions _options = options.Value;

    /// <summary>Replays a dataset, or what is left of it; returns once all of its trips are durable in the log.</summary>
    /// <exception cref="DatasetException">The dataset cannot be read.</exception>
    /// <exception cref="ReplayException">Going on could send trips twice; the message says what can be done.</exception>
    /// <exception cref="StoreUnavailableException">The log or the store did not come back in time; run it again later.</exception>
    /// <exception cref="OutcomeUnknownException">As above.</exception>
    public async Task<ReplaySummary> RunAsync(ReplayRequest request, IProgress<ReplayProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (request.EventsPerSecond is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(request), rate, "Events a second are more than zero.");
        var fingerprint = request.Dataset.Fingerprint;
        var retry = new ReplayRetry(_options, clock, (e, attempt) => LogRetried(e, request.Dataset.Location, attempt), cancellationToken);
        var journal = new ReplayJournal(checkpoints, log, retry, fingerprint);
        var start = new ReplayStart(log, journal, retry, fingerprint);
        var (state, there) = await start.RunAsync(request.Again, cancellationToken);
        if (state.Done)
        {
            LogWasComplete(request.Dataset.Location, state.Number, state.Trips);
            return new ReplaySummary(state.Number, 0, state.Trips, state.Rejected, WasComplete: true);
        }
        LogStarted(request.Dataset.Location, state.Number, state.Next);
        var tag = new ReplayTag(fingerprint, state.Number);
        var lanes = there.Select((contents, partition) => new ReplayLane(partition, contents, log, tag, retry, _options.BatchRecords, metrics)).ToArray();
        var run = new ReplayRun(request, state, lanes, journal, _options, clock, progress);
        try
        {
            var summary = await run.RunAsync(cancellationToken);
            LogCompleted(request.Dataset.Location, state.Number, summary.Sent, summary.Skipped, summary.Rejected);
            return summary;
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.StopAsync();
        }
    }
}

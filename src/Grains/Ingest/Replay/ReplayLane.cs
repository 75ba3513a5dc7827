using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>
/// Sends a replay's events to one partition, in order: one batch is filled while the one before it is under way, never
/// more. Not for several threads.
/// </summary>
internal sealed class ReplayLane(
    int partition,
    ReplayContents atStart,
    IEventLog log,
    ReplayTag tag,
    ReplayRetry retry,
    int batchRecords,
    LambdaMetrics metrics)
{
    private readonly ReplaySearch _search = new(log, tag);
    private ReplayBatch _filling = new(batchRecords);
    private ReplayBatch _sending = new(batchRecords);
    private Task _underWay = Task.CompletedTask;

    /// <summary>What is known to be in the log. Settled only after <see cref="DrainAsync"/>.</summary>
    public ReplayPosition Position { get; private set; } = atStart.Start;

    /// <summary>Whether the trip with that ordinal was in the log at the start: such a one is not sent.</summary>
    public bool Had(long ordinal) => atStart.Has(ordinal);

    /// <summary>Adds a trip's event; waits while both batches are full.</summary>
    public async ValueTask AddAsync(Trip trip)
    {
        if (_filling.IsFull)
            await SendAsync();
        _filling.Add(trip, tag);
    }

    /// <summary>Returns once everything that was added is durable.</summary>
    public async Task DrainAsync()
    {
        if (_filling.Records.Count > 0)
            await SendAsync();
        await _underWay;
    }

    /// <summary>Waits for what is under way, however it ends. What was added and not yet sent is dropped.</summary>
    public async Task StopAsync() => await _underWay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task SendAsync()
    {
        await _underWay;
        (_filling, _sending) = (_sending, _filling);
        _filling.Clear();
        _underWay = AppendAsync(_sending);
    }

    // An append is never cancelled: given up half-way, it could come into the log after the next run has searched it.
    private async Task AppendAsync(ReplayBatch batch) =>
        Position = await retry.RunAsync(async unknown =>
        {
            if (unknown)
            {
                var there = await _search.RunAsync(partition, Position, CancellationToken.None);
                batch.Remove(there);
                if (batch.Records.Count == 0)
                    return PositionAfter(batch, there.End);
            }
            var last = await log.AppendAsync(partition, batch.Records, CancellationToken.None);
            metrics.Published(batch.Records.Count);
            return PositionAfter(batch, last + 1);
        });

    // While a trip that was there at the start is still to come, its offset must not be passed.
    private ReplayPosition PositionAfter(ReplayBatch batch, long offset) =>
        batch.LastOrdinal < atStart.Highest ? Position : new ReplayPosition(offset, batch.LastOrdinal);
}

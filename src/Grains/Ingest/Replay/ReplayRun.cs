using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>One run of a replay: reads the dataset, hands the trips that are missing to their lanes, and stores progress.</summary>
internal sealed class ReplayRun(
    ReplayRequest request,
    ReplayState state,
    ReplayLane[] lanes,
    ReplayJournal journal,
    ReplayOptions options,
    TimeProvider clock,
    IProgress<ReplayProgress>? progress)
{
    private const int TripsPerChunk = 30_720;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly ReplayPacer? _pacer = request.EventsPerSecond is { } rate ? new ReplayPacer(rate, clock) : null;
    private readonly long _started = clock.GetTimestamp();

    private ReplayState _state = state;
    private long _sent;
    private long _skipped = state.Trips;
    private long _saved = clock.GetTimestamp();
    private long _reported;

    /// <summary>Returns once every trip is durable in the log and the replay is stored as done.</summary>
    public async Task<ReplaySummary> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var chunk in request.Dataset.Reader.ReadAsync(request.Dataset.Path, _state.Next, TripsPerChunk, cancellationToken))
        {
            var before = _state;
            for (var i = 0; i < chunk.Trips.Count; i++)
            {
                var trip = chunk.Trips[i];
                if (_pacer is not null)
                    await PaceAsync(before, chunk, i, cancellationToken);
                await SendAsync(trip);
                if ((i & 1023) == 0)
                    Report(before, chunk, i, cancellationToken);
            }
            _state = Reach(before, chunk, chunk.Trips.Count, chunk.NextOrdinal);
            if (clock.GetElapsedTime(_saved) >= options.CheckpointInterval)
                await SaveAsync(_state);
            Report(before, chunk, chunk.Trips.Count, cancellationToken);
        }
        await SaveAsync(_state with { Done = true });
        return new ReplaySummary(_state.Number, _sent, _skipped, _state.Rejected, WasComplete: false);
    }

    private async ValueTask SendAsync(Trip trip)
    {
        var window = TumblingWindow.Of(new DateTimeOffset(trip.Id.PickupAt.Ticks, TimeSpan.Zero));
        var lane = lanes[WindowPartitioner.PartitionOf(window, lanes.Length)];
        if (lane.Had(trip.Id.Ordinal))
        {
            _skipped++;
            return;
        }
        await lane.AddAsync(trip);
        _sent++;
    }

    // Before a wait everything goes out: an event must not linger in a batch for its successors.
    private async ValueTask PaceAsync(ReplayState before, DatasetChunk chunk, int trips, CancellationToken cancellationToken)
    {
        var wait = _pacer!.WaitFor(_sent);
        if (wait == TimeSpan.Zero)
            return;
        await DrainAsync();
        if (clock.GetElapsedTime(_saved) >= options.CheckpointInterval)
            await SaveAsync(Reach(before, chunk, trips, chunk.Trips[trips].Id.Ordinal));
        await Task.Delay(wait, clock, cancellationToken);
    }

    private static ReplayState Reach(ReplayState before, DatasetChunk chunk, int trips, long next) => before with
    {
        Next = next,
        Trips = before.Trips + trips,
        Rejected = before.Rejected + chunk.Rejects.Count(reject => reject.Ordinal < next),
    };

    private async Task SaveAsync(ReplayState reached)
    {
        await DrainAsync();
        _state = reached with { Partitions = [.. lanes.Select(lane => lane.Position)] };
        await journal.WriteAsync(_state);
        _saved = clock.GetTimestamp();
    }

    private Task DrainAsync() => Task.WhenAll(lanes.Select(lane => lane.DrainAsync()));

    private void Report(ReplayState before, DatasetChunk chunk, int trips, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (progress is null || (trips < chunk.Trips.Count && _reported > 0 && clock.GetElapsedTime(_reported) < ReportInterval))
            return;
        _reported = clock.GetTimestamp();
        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        progress.Report(new ReplayProgress(_sent, _skipped, before.Rejected + chunk.Rejects.Count, chunk.Done, seconds > 0 ? _sent / seconds : 0));
    }
}

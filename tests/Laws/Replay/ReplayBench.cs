using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansLambda.Fakes;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Ingest.Replay;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Laws.Replay;

/// <summary>A disk, a dataset, and as many lives of the replayer over them as a test wants.</summary>
internal sealed class ReplayBench : IMeterFactory
{
    public ReplayBench(int records = 300, int partitions = 3, int chunkSize = 70)
    {
        Disk = new InMemoryDisk(partitions);
        Records = Trips(records);
        Dataset = new OpenedDataset("00112233445566778899aabbccddeeff", "trips.list", "trips.list", new ListReader(Records, chunkSize));
    }

    public InMemoryDisk Disk { get; }

    public IReadOnlyList<Trip?> Records { get; }

    public OpenedDataset Dataset { get; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ReplayOptions Options { get; } = new() { BatchRecords = 7, Backoff = TimeSpan.Zero, Settle = TimeSpan.Zero, Attempts = 4 };

    public int TripCount => Records.Count(record => record is not null);

    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }

    /// <summary>A new life: its ports see what is on the disk, and have faults of their own.</summary>
    public Life Start()
    {
        var log = new InMemoryEventLog(Disk, Clock);
        var checkpoints = new InMemoryCheckpointStore(Disk);
        return new Life(this, log, checkpoints, new Replayer(log, checkpoints, Microsoft.Extensions.Options.Options.Create(Options), new LambdaMetrics(this, Clock), Clock, NullLogger<Replayer>.Instance));
    }

    /// <summary>The events in the log by partition; those of a replay where it is named.</summary>
    public async Task<List<(int Partition, string TripId, string Replay, byte[] Value)>> EventsAsync()
    {
        var log = new InMemoryEventLog(Disk, Clock);
        List<(int, string, string, byte[])> events = [];
        var partitions = (await log.DescribeAsync()).Partitions;
        for (var partition = 0; partition < partitions; partition++)
        {
            var range = await log.GetRangeAsync(partition);
            await using var reader = log.OpenReader(partition, range.Earliest);
            for (var batch = await reader.ReadAsync(1000); batch.Records.Count > 0; batch = await reader.ReadAsync(1000))
                foreach (var record in batch.Records)
                {
                    using var json = JsonDocument.Parse(record.Value);
                    if (json.RootElement.TryGetProperty("trip_id", out var id))
                        events.Add((partition, id.GetString()!, json.RootElement.GetProperty("replay").GetString()!, record.Value.ToArray()));
                }
        }
        return events;
    }

    /// <summary>
    /// Each trip is in the log once, with its window's others, and says what the trip says; in order, unless appends were
    /// kept in part.
    /// </summary>
    public async Task AssertEachTripOnceAsync(int number = 1, bool inOrder = true)
    {
        var events = (await EventsAsync()).Where(e => e.Replay == string.Create(CultureInfo.InvariantCulture, $"0011223344556677.{number}")).ToArray();
        var trips = Records.OfType<Trip>().ToDictionary(trip => trip.Id.ToString());

        Assert.Equal(trips.Keys.Order(StringComparer.Ordinal), events.Select(e => e.TripId).Order(StringComparer.Ordinal));
        foreach (var partition in events.GroupBy(e => e.Partition))
        {
            var ordinals = partition.Select(e => trips[e.TripId].Id.Ordinal).ToArray();
            Assert.Equal(ordinals.Order(), inOrder ? ordinals : ordinals.Order());
        }
        var parser = new EventParser(new EventOptions());
        Dictionary<TumblingWindow, int> windows = [];
        foreach (var e in events)
        {
            Assert.Null(parser.TryParse(e.Value, DateTimeOffset.UnixEpoch, out var ride));
            Assert.Equal((trips[e.TripId].Totals, true, trips[e.TripId].Id.PickupAt.Ticks), (ride.Ride.Totals, ride.IsReplay, ride.Time.UtcTicks));
            var window = TumblingWindow.Of(ride.Time);
            Assert.Equal(e.Partition, windows.GetValueOrDefault(window, e.Partition));
            windows[window] = e.Partition;
        }
    }

    // Every tenth record is no trip; pickups wander, so that windows fill bit by bit and partitions take turns.
    private static Trip?[] Trips(int count)
    {
        var builder = new TripBuilder();
        var trips = new Trip?[count];
        for (var i = 0; i < count; i++)
        {
            if (i % 10 == 3)
                continue;
            builder.Clear();
            builder.Set(TripColumn.PickupAt, 1_704_067_200_000_000 + (i * 7919L % 900 * 1_000_000) + (i % 4 == 0 ? i : 0));
            if (i % 5 != 0)
                builder.Set(TripColumn.TotalAmount, ((i % 2 * 2) - 1) * i * 10_000L);
            builder.Set(TripColumn.FareAmount, i);
            if (i % 7 != 0)
                builder.Set(TripColumn.PassengerCount, i % 6);
            builder.Set(TripColumn.TripDistance, i * 1_000_003L % 90_000_000);
            trips[i] = builder.Build(i);
        }
        return trips;
    }

    internal sealed record Life(ReplayBench Bench, InMemoryEventLog Log, InMemoryCheckpointStore Checkpoints, Replayer Replayer)
    {
        public Task<ReplaySummary> RunAsync(bool again = false, double? eventsPerSecond = null, IProgress<ReplayProgress>? progress = null, CancellationToken? cancellationToken = null) =>
            Replayer.RunAsync(new ReplayRequest(Bench.Dataset, eventsPerSecond, again), progress, cancellationToken ?? TestContext.Current.CancellationToken);

        /// <summary>
        /// Lets this life end at its <paramref name="operation"/>th call to the log or the store, before or after that
        /// takes effect. From then on nothing that it does has an effect.
        /// </summary>
        public void KillAt(int operation, FaultMoment moment)
        {
            var calls = 0;
            foreach (var faults in (Faults[])[Log.Faults, Checkpoints.Faults])
            {
                faults.Before = _ => Interlocked.Increment(ref calls) > operation || (calls == operation && moment == FaultMoment.Before) ? throw new KilledException() : Task.CompletedTask;
                faults.After = _ => Volatile.Read(ref calls) >= operation ? throw new KilledException() : Task.CompletedTask;
            }
        }

        /// <summary>
        /// Lets this life end amid its <paramref name="append"/>th append: those of the records whose place is
        /// <paramref name="kept"/> are in the log, and nothing that it does afterwards has an effect.
        /// </summary>
        public void KillAmid(int append, Func<int, bool> kept)
        {
            var appends = 0;
            Checkpoints.Faults.Before = _ => Volatile.Read(ref appends) >= append ? throw new KilledException() : Task.CompletedTask;
            Log.Faults.Before = operation =>
            {
                var isAppend = operation == nameof(IEventLog.AppendAsync);
                var reached = isAppend ? Interlocked.Increment(ref appends) : Volatile.Read(ref appends);
                if (reached > append || (reached == append && !isAppend))
                    throw new KilledException();
                if (reached == append)
                    Log.Faults.LosePartOfNext(operation, kept);
                return Task.CompletedTask;
            };
            Log.Faults.After = _ => Volatile.Read(ref appends) >= append ? throw new KilledException() : Task.CompletedTask;
        }
    }
}

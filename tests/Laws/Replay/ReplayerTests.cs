using System.Text;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.Fakes;
using OrleansLambda.Grains.Ingest.Replay;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Laws.Replay;

public sealed class ReplayerTests
{
    [Fact]
    public async Task Replay_SendsEachTripOnce_AndSaysSo()
    {
        using var bench = new ReplayBench();

        var summary = await bench.Start().RunAsync();

        Assert.Equal(new ReplaySummary(1, 270, 0, 30, WasComplete: false), summary);
        await bench.AssertEachTripOnceAsync();
    }

    [Fact]
    public async Task Event_HoldsWhatIsAddedUp_AndNamesItsTripAndItsReplay()
    {
        using var bench = new ReplayBench(records: 2);
        await bench.Start().RunAsync();

        var events = await bench.EventsAsync();

        var ids = bench.Records.Select(trip => trip!.Value.Id.ToString()).ToArray();
        Assert.Equal(
            [
                $$"""{"tpep_pickup_datetime":"2024-01-01 00:00:00","fare_amount":0,"trip_distance":0,"trip_id":"{{ids[0]}}","replay":"0011223344556677.1"}""",
                $$"""{"tpep_pickup_datetime":"2024-01-01 00:11:59","total_amount":0.01,"fare_amount":0.000001,"trip_distance":1.000003,"passenger_count":1,"trip_id":"{{ids[1]}}","replay":"0011223344556677.1"}""",
            ],
            events.OrderBy(e => e.TripId, StringComparer.Ordinal).Select(e => Encoding.UTF8.GetString(e.Value)));
    }

    [Fact]
    public async Task CompleteReplay_SendsNothing_AndSaysSo()
    {
        using var bench = new ReplayBench();
        await bench.Start().RunAsync();
        var life = bench.Start();

        var summary = await life.RunAsync();

        Assert.Equal(new ReplaySummary(1, 0, 270, 30, WasComplete: true), summary);
        Assert.Equal(0, life.Log.Faults.Calls(nameof(IEventLog.AppendAsync)));
        await bench.AssertEachTripOnceAsync();
    }

    [Fact]
    public async Task ReplayAskedForAgain_IsAnother_AndExactlyOnceItself()
    {
        using var bench = new ReplayBench();
        await bench.Start().RunAsync();
        var life = bench.Start();
        life.KillAt(30, FaultMoment.After);
        await Assert.ThrowsAsync<KilledException>(() => life.RunAsync(again: true));

        // Asked for again while the second is unfinished: it is gone on with.
        var second = await bench.Start().RunAsync(again: true);
        var third = await bench.Start().RunAsync(again: true);

        Assert.Equal((2, 3), (second.Number, third.Number));
        Assert.InRange(second.Skipped, 1, 269);
        for (var number = 1; number <= 3; number++)
            await bench.AssertEachTripOnceAsync(number);
    }

    [Fact]
    public async Task OtherEvents_AreNotTakenForTheReplays()
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        life.KillAt(40, FaultMoment.After);
        await Assert.ThrowsAsync<KilledException>(() => life.RunAsync());
        // Meanwhile the same trips come under another dataset's name, and so do events that only look alike.
        var between = bench.Start();
        var other = bench.Dataset with { Fingerprint = "ffeeddccbbaa99887766554433221100" };
        await between.Replayer.RunAsync(new ReplayRequest(other), null, TestContext.Current.CancellationToken);
        var last = bench.Records[^1]!.Value.Id;
        string[] alike =
        [
            """{"tpep_pickup_datetime":"2024-01-01 00:00:00"}""",
            $$"""{"trip_id":"{{last}}","replay":"0011223344556677.11"}""",
            $$"""{"trip_id":"{{last}}","replay":"0011223344556677.1","x":1}""",
            """{"trip_id":"20240101T000000.000000-x-0123456789abcdef","replay":"0011223344556677.1"}""",
        ];
        for (var partition = 0; partition < 3; partition++)
            await between.Log.AppendAsync(partition, [.. alike.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))], TestContext.Current.CancellationToken);

        await bench.Start().RunAsync();

        var sent = (await bench.EventsAsync())
            .Where(e => !alike.Contains(Encoding.UTF8.GetString(e.Value)) && e.Replay == "0011223344556677.1")
            .Select(e => e.TripId);
        Assert.Equal(bench.Records.OfType<Trip>().Select(trip => trip.Id.ToString()).Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task MorePartitions_ChangeNothing_ForAReplayThatHasBegun()
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        life.KillAt(30, FaultMoment.Before);
        await Assert.ThrowsAsync<KilledException>(() => life.RunAsync());
        bench.Start().Log.AddPartitions(5);

        await bench.Start().RunAsync();

        await bench.AssertEachTripOnceAsync();
        Assert.InRange((await bench.EventsAsync()).Max(e => e.Partition), 0, 2);
        await bench.Start().RunAsync(again: true);
        await bench.AssertEachTripOnceAsync(2);
        Assert.InRange((await bench.EventsAsync()).Max(e => e.Partition), 3, 7);
    }

    [Fact]
    public async Task TopicMadeAnew_StopsAnInterruptedReplay_UntilItIsAskedForAgain()
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        life.KillAt(30, FaultMoment.Before);
        await Assert.ThrowsAsync<KilledException>(() => life.RunAsync());
        bench.Start().Log.Recreate();

        var e = await Assert.ThrowsAsync<ReplayException>(() => bench.Start().RunAsync());

        Assert.Equal("The topic was made anew since the replay was interrupted: it was taxi_stream-1, and is taxi_stream-2. A replay asked for again sends all trips to the new one.", e.Message);
        Assert.Empty(await bench.EventsAsync());
        Assert.Equal(2, (await bench.Start().RunAsync(again: true)).Number);
        await bench.AssertEachTripOnceAsync(2);
    }

    [Fact]
    public async Task TopicMadeAnew_WhileTheReplayRuns_StopsIt()
    {
        using var bench = new ReplayBench();
        var life = bench.Start();
        life.Log.Faults.After = operation =>
        {
            if (operation == nameof(IEventLog.AppendAsync) && life.Log.Faults.Calls(operation) == 5)
                bench.Start().Log.Recreate();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<ReplayException>(() => life.RunAsync());

        await bench.Start().RunAsync(again: true);
        await bench.AssertEachTripOnceAsync(2);
    }

    [Fact]
    public async Task Retention_ThatLeftSomeOfTheReplaysEvents_DoesNoHarm()
    {
        using var bench = new ReplayBench(chunkSize: 1_000);
        var life = bench.Start();
        life.KillAt(40, FaultMoment.Before);
        await Assert.ThrowsAsync<KilledException>(() => life.RunAsync());
        var sent = (await bench.EventsAsync()).Select(e => e.TripId).ToHashSet();
        var trimming = bench.Start().Log;
        for (var partition = 0; partition < 3; partition++)
            trimming.Trim(partition, (await trimming.GetRangeAsync(partition)).End - 1);
        var left = (await bench.EventsAsync()).Select(e => e.TripId).ToHashSet();
        Assert.Equal(3, left.Count);

        var summary = await bench.Start().RunAsync();

        Assert.Equal((bench.TripCount - sent.Count, sent.Count), (summary.Sent, summary.Skipped));
        var events = (await bench.EventsAsync()).Select(e => e.TripId).ToArray();
        Assert.Equal(bench.Records.OfType<Trip>().Select(trip => trip.Id.ToString()).Where(id => left.Contains(id) || !sent.Contains(id)).Order(StringComparer.Ordinal), events.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Retention_ThatLeftNoneOfTheReplaysEvents_StopsIt_UntilItIsAskedForAgain()
    {
        using var bench = new ReplayBench(chunkSize: 1_000);
        var life = bench.Start();
        life.KillAt(40, FaultMoment.Before);
        await Assert.ThrowsAsync<KilledException>(() => life.RunAsync());
        var trimming = bench.Start().Log;
        trimming.Trim(1, (await trimming.GetRangeAsync(1)).End);

        var e = await Assert.ThrowsAsync<ReplayException>(() => bench.Start().RunAsync());

        Assert.StartsWith("Partition 1 holds offsets [", e.Message, StringComparison.Ordinal);
        await bench.Start().RunAsync(again: true);
        await bench.AssertEachTripOnceAsync(2);
    }

    [Fact]
    public async Task SecondRun_TakesOver_AndTheFirstStops()
    {
        using var bench = new ReplayBench();
        var first = bench.Start();
        var start = first.Checkpoints.Faults.HoldNext(nameof(ICheckpointStore.TryWriteAsync), FaultMoment.After);
        var running = first.RunAsync();
        await start.Reached;
        var next = first.Checkpoints.Faults.HoldNext(nameof(ICheckpointStore.TryWriteAsync), FaultMoment.Before);
        start.Release();
        await next.Reached;

        await bench.Start().RunAsync();
        next.Release();

        var e = await Assert.ThrowsAsync<ReplayException>(() => running);
        Assert.Equal("Another replay of the same dataset has begun, and goes on with this one.", e.Message);
        await bench.AssertEachTripOnceAsync();
    }

    [Fact]
    public async Task Pace_IsKept_AndEventsDoNotLinger()
    {
        var clock = new FakeTimeProvider();
        using var bench = new ReplayBench { Clock = clock };
        var start = clock.GetUtcNow();
        var life = bench.Start();
        var tooEarly = new List<string>();
        var appended = 0;
        life.Log.Faults.After = operation =>
        {
            if (operation == nameof(IEventLog.AppendAsync))
                appended++;
            return Task.CompletedTask;
        };

        var running = life.RunAsync(eventsPerSecond: 10);
        while (!running.IsCompleted)
        {
            var sent = (await bench.EventsAsync()).Count;
            var seconds = (clock.GetUtcNow() - start).TotalSeconds;
            if (sent > (seconds * 10) + 1)
                tooEarly.Add($"{sent} after {seconds} s");
            clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        }

        Assert.Equal(bench.TripCount, (await running).Sent);
        Assert.Empty(tooEarly);
        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromSeconds((bench.TripCount - 1) / 10d), "The replay ended too early.");
        // An event goes out as its time comes, not when its batch of seven is full.
        Assert.InRange(appended, bench.TripCount / 3, bench.TripCount);
        await bench.AssertEachTripOnceAsync();
    }

    [Fact]
    public async Task Progress_IsStoredWhileEventsAreSentSlowly()
    {
        var clock = new FakeTimeProvider();
        using var bench = new ReplayBench(chunkSize: 1_000) { Clock = clock };
        var life = bench.Start();
        var running = life.RunAsync(eventsPerSecond: 10);
        while (!running.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(20)); // A little: what passes while the replay gets no processor is time in which it stores nothing.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        }
        await running;

        // 27 seconds' worth of events, a checkpoint every five: the first, the last two, and at least four between.
        Assert.InRange(life.Checkpoints.Faults.Calls(nameof(ICheckpointStore.TryWriteAsync)), 7, 300);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Rate_IsMoreThanZero(double rate)
    {
        using var bench = new ReplayBench();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => bench.Start().RunAsync(eventsPerSecond: rate));
    }

    [Fact]
    public async Task Progress_IsReported()
    {
        using var bench = new ReplayBench();
        List<ReplayProgress> told = [];

        await bench.Start().RunAsync(progress: new Told(told));

        Assert.Equal((270, 0, 30, 1d), (told[^1].Sent, told[^1].Skipped, told[^1].Rejected, told[^1].Done));
        Assert.Equal(told.Select(progress => progress.Sent).Order(), told.Select(progress => progress.Sent));
    }

    [Fact]
    public void Partition_IsSpreadEvenly_AndAlwaysTheSame()
    {
        var counts = Enumerable.Range(0, 10_000).CountBy(number => WindowPartitioner.PartitionOf(TumblingWindow.FromNumber(number - 5_000), 4)).ToDictionary();

        Assert.Equal([0, 1, 2, 3], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 2_300, 2_700));
        Assert.Equal([10, 6, 7, 1, 5], Enumerable.Range(0, 5).Select(number => WindowPartitioner.PartitionOf(TumblingWindow.FromNumber(number), 12)));
    }

    private sealed class Told(List<ReplayProgress> told) : IProgress<ReplayProgress>
    {
        public void Report(ReplayProgress value) => told.Add(value);
    }
}

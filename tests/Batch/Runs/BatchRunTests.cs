using OrleansLambda.Batch.Tests.Support;

namespace OrleansLambda.Batch.Tests.Runs;

/// <summary>Which days a run finds due, and what it writes. Runs without the grain.</summary>
public sealed class BatchRunTests
{
    private const string Noon = "2024-06-15T12:00:00Z";

    [Fact]
    public async Task PastDays_AreComputed_AndTodayIsLeft()
    {
        using var world = new World(Noon);
        await world.LiveAsync("2024-06-14 10:00:00", 10m);
        await world.LiveAsync("2024-06-14 21:59:59", 1.5m, partition: 1); // 23:59:59 in Berlin
        await world.LiveAsync("2024-06-14 22:00:00", 7m, partition: 2);
        await RunAsync(world);
        Assert.Equal([("2024-06-14", 2, 11.5m)], await world.DaysAsync());

        world.Clock.Advance(TimeSpan.FromDays(1));
        var second = await RunAsync(world);
        Assert.Equal([("2024-06-14", 2, 11.5m), ("2024-06-15", 1, 7m)], await world.DaysAsync());
        Assert.Equal((1, new DateOnly(2024, 6, 16)), (second.DaysWritten, second.Boundary));
        Assert.Equal(0, (await RunAsync(world)).DaysWritten);
    }

    [Fact]
    public async Task LateEvent_ForYesterday_GetsIntoTheNextRun()
    {
        using var world = new World(Noon);
        await world.LiveAsync("2024-06-14 10:00:00", 10m);
        await RunAsync(world);
        await world.LiveAsync("2024-06-14 11:00:00", 5m, partition: 2);
        Assert.True(await world.Run().IsAnythingLateAsync(new DateOnly(2024, 6, 15), default));
        await RunAsync(world);
        Assert.Equal([("2024-06-14", 2, 15m)], await world.DaysAsync());
        Assert.False(await world.Run().IsAnythingLateAsync(new DateOnly(2024, 6, 15), default));
    }

    [Fact]
    public async Task EventAheadOfTime_IsFound_WhenItsDayIsPast()
    {
        using var world = new World("2024-06-15T21:30:00Z"); // 23:30 in Berlin
        await world.LiveAsync("2024-06-15 22:10:00", 3m); // tomorrow
        await RunAsync(world);
        Assert.Empty(await world.DaysAsync());
        world.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(world);
        Assert.Empty(await world.DaysAsync());
        world.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(world);
        Assert.Equal([("2024-06-16", 1, 3m)], await world.DaysAsync());
    }

    [Fact]
    public async Task ReplayFarAheadOfTime_IsFound_WhenItsDayIsPast()
    {
        using var world = new World(Noon);
        await world.ReplayAsync("2024-09-01 10:00:00", 3m);
        await world.LiveAsync("2024-06-15 11:00:00");
        await RunAsync(world);
        world.Clock.Advance(TimeSpan.FromDays(90));
        await world.LiveAsync("2024-09-01 11:00:00", 1m);
        await RunAsync(world);
        Assert.Equal([("2024-06-15", 1, 0m), ("2024-09-01", 2, 4m)], await world.DaysAsync());
        await world.LiveAsync("2024-09-01 12:00:00", 1m);
        await RunAsync(world);
        Assert.Equal(("2024-09-01", 3, 5m), (await world.DaysAsync())[1]);
    }

    [Fact]
    public async Task InvalidRecords_AreLeftOut_Always()
    {
        using var world = new World(Noon);
        await world.AppendAsync(0, "no JSON");
        await world.LiveAsync("1999-01-01 00:00:00", 1m);
        await world.LiveAsync("2030-01-01 00:00:00", 1m);
        await world.LiveAsync("2024-06-14 10:00:00", 1m);
        var result = await RunAsync(world);
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
        Assert.Equal(4, result.EventsRead);
    }

    [Fact]
    public async Task ReplayAndImport_CountOnce_InWhateverOrder()
    {
        string[] trips = ["2024-01-01 10:00:00", "2024-01-31 23:30:00"]; // the second is February 1st in Berlin
        foreach (var replayFirst in new[] { true, false })
        {
            using var world = new World(Noon);
            if (replayFirst)
            {
                await ReplayAsync(world);
                await RunAsync(world);
                Assert.Equal([("2024-01-01", 1, 2m), ("2024-02-01", 1, 2m)], await world.DaysAsync());
                Assert.Equal(2m, (await world.DayAsync("2024-02-01"))!.Replayed.TotalAmount);
            }
            await ImportAsync(world, trips);
            if (!replayFirst)
            {
                await RunAsync(world);
                await ReplayAsync(world);
            }
            await RunAsync(world);
            Assert.Equal([("2024-01-01", 1, 2m), ("2024-01-31", 1, 2m), ("2024-02-01", 0, 0m)], await world.DaysAsync());
        }

        async Task ReplayAsync(World world)
        {
            foreach (var trip in trips)
                await world.ReplayAsync(trip, 2m);
        }
    }

    [Fact]
    public async Task LiveEvents_CountBesideTheDataset_OnTheSameDay()
    {
        using var world = new World(Noon);
        await world.LiveAsync("2024-06-14 10:00:00", 1m);
        await world.ReplayAsync("2024-06-14 10:00:00", 2m);
        await ImportAsync(world, ["2024-06-14 10:00:00"]);
        await RunAsync(world);
        var day = (await world.DayAsync("2024-06-14"))!;
        Assert.Equal((2m, 1m, 3m), (day.Dataset.TotalAmount, day.Stream.TotalAmount, day.Totals.TotalAmount));
    }

    [Fact]
    public async Task DatasetOfToday_HasARow_ButTheStreamOfTodayAloneHasNone()
    {
        using var world = new World(Noon);
        await world.LiveAsync("2024-06-15 10:00:00", 1m);
        await ImportAsync(world, ["2024-06-14 10:00:00"]); // its neighbour is today
        await RunAsync(world, "2024-06-10", "2024-06-20");
        Assert.Equal([("2024-06-14", 1, 2m)], await world.DaysAsync());
        await ImportAsync(world, ["2024-06-15 10:00:00", "2031-01-01 00:00:00"], "other");
        await RunAsync(world);
        Assert.Equal([("2024-06-14", 1, 2m), ("2024-06-15", 2, 3m), ("2031-01-01", 1, 2m)], await world.DaysAsync());
    }

    [Fact]
    public async Task RequestedDays_AreRecomputed_ThoughNothingIsNew()
    {
        using var world = new World(Noon);
        await world.LiveAsync("2024-06-12 10:00:00", 1m);
        await world.LiveAsync("2024-06-14 10:00:00", 2m);
        await RunAsync(world);
        await world.DamageAsync("2024-06-12");
        var result = await RunAsync(world, "2024-06-11", "2024-06-13");
        Assert.Equal(1, result.DaysWritten);
        Assert.Equal([("2024-06-12", 1, 1m), ("2024-06-14", 1, 2m)], await world.DaysAsync());
        Assert.Equal(0, (await RunAsync(world)).DaysWritten);
    }

    [Fact]
    public async Task RequestedDays_AreRecomputed_WhenTheyWereAskedForDuringARun()
    {
        using var world = new World(Noon);
        await world.LiveAsync("2024-06-12 10:00:00", 1m);
        await RunAsync(world);
        await world.Run().RequestAsync(DateSet.Of([World.Date("2024-06-12")]), default);
        var ports = new PortSet(world.Disk, world.Clock);
        var written = ports.Days.Faults.HoldNext(nameof(IDayStore.WriteAsync), FaultMoment.After);
        var run = ExecuteAsync(world, "first", ports);
        await Eventually.ComesAsync("the run has written its rows", written.Reached);
        await world.Run().RequestAsync(DateSet.Of([World.Date("2024-06-12")]), default);
        written.Release();
        await run;
        Assert.Equal(1, (await RunAsync(world)).DaysWritten);
        Assert.Equal(0, (await RunAsync(world)).DaysWritten);
    }

    [Fact]
    public async Task Retention_KeepsWhatTheRowSaid_WhenTheLogHasLostTheRecords()
    {
        using var world = new World(Noon, partitions: 1);
        await world.LiveAsync("2024-06-14 10:00:00", 1m);
        await world.LiveAsync("2024-06-14 11:00:00", 2m);
        await world.ReplayAsync("2024-06-13 11:00:00", 4m);
        await RunAsync(world);
        world.Ports.Log.Trim(0, 3);
        await world.LiveAsync("2024-06-14 12:00:00", 8m); // late, and alone in the log now
        await RunAsync(world);
        Assert.Equal([("2024-06-13", 1, 4m), ("2024-06-14", 2, 3m)], await world.DaysAsync());

        // The replayed trip's dataset comes: the replay goes, live events stay.
        await ImportAsync(world, ["2024-06-13 11:00:00"]);
        await RunAsync(world);
        Assert.Equal([("2024-06-13", 1, 2m), ("2024-06-14", 2, 3m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Retention_ChangesNothing_WhereTheDayCameLater()
    {
        using var world = new World("2024-06-12T12:00:00Z", partitions: 1);
        await world.LiveAsync("2024-06-12 11:00:00", 1m);
        await world.LiveAsync("2024-06-12 11:00:00", 1m);
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.LiveAsync("2024-06-14 11:00:00", 2m);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(world);
        world.Ports.Log.Trim(0, 1);
        await world.LiveAsync("2024-06-14 12:00:00", 8m);
        await RunAsync(world);
        Assert.Equal([("2024-06-12", 2, 2m), ("2024-06-14", 2, 10m)], await world.DaysAsync());
    }

    [Fact]
    public async Task TopicMadeAnew_KeepsWhatTheRowsSaid_AndIsReadFromItsBegin()
    {
        using var world = new World(Noon, partitions: 2);
        await world.LiveAsync("2024-06-14 10:00:00", 1m, partition: 1);
        await world.LiveAsync("2024-06-14 10:00:00", 1m, partition: 1);
        await RunAsync(world);
        world.Ports.Log.Recreate();
        await world.LiveAsync("2024-06-13 10:00:00", 4m, partition: 1);
        await world.LiveAsync("2024-06-14 10:00:00", 1m, partition: 1);
        await RunAsync(world);
        Assert.Equal([("2024-06-13", 1, 4m), ("2024-06-14", 2, 2m)], await world.DaysAsync());
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.LiveAsync("2024-06-15 22:00:00", 1m);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(world);
        await world.LiveAsync("2024-06-16 10:00:00", 1m);
        await RunAsync(world);
        Assert.Equal(("2024-06-16", 2, 2m), (await world.DaysAsync())[2]);
    }

    [Fact]
    public async Task NewPartitions_AreRead_WhenAdded()
    {
        using var world = new World(Noon, partitions: 1);
        await RunAsync(world);
        world.Ports.Log.AddPartitions(2);
        await world.LiveAsync("2024-06-14 10:00:00", 1m, partition: 2);
        await RunAsync(world);
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
    }

    [Theory]
    [InlineData("2024-03-31", 23)]
    [InlineData("2024-10-27", 25)]
    public async Task Day_HasAllItsHours_WhereTheClocksChange(string date, int hours)
    {
        using var world = new World($"{date}T23:30:00Z");
        var from = new ZonedCalendar("Europe/Berlin").RangeOf(World.Date(date)).From;
        for (var hour = -1; hour <= 25; hour++)
            await world.ReplayAsync(EventTime.Format(from.AddHours(hour)));
        world.Clock.Advance(TimeSpan.FromDays(2));
        await RunAsync(world);
        Assert.Equal(hours, (await world.DayAsync(date))!.Stream.Rides);
    }

    [Fact]
    public async Task StaleRun_ReplacesNoRow_OfTheRunThatTookOver()
    {
        using var world = new World(Noon);
        var dataset = new FakeDataset("d", 1).Trip("2024-06-12 10:00:00", 2m).Trip("2024-06-12 11:00:00", 3m);
        var (half, goOn) = Halfway(dataset);
        var import = DirectImport.RunAsync(world, dataset);
        await Eventually.ComesAsync("half of the dataset is stored", half);

        var frozen = new PortSet(world.Disk, world.Clock);
        var rows = frozen.Days.Faults.HoldNext(nameof(IDayStore.WriteAsync), FaultMoment.Before);
        var stale = ExecuteAsync(world, "stale", frozen);
        await Eventually.ComesAsync("the stale run has added up half of the day", rows.Reached);
        goOn();
        await import;
        await RunAsync(world);
        rows.Release();
        await Assert.ThrowsAsync<FencedException>(() => stale);

        Assert.Equal([("2024-06-12", 2, 5m)], await world.DaysAsync());
    }

    [Fact]
    public async Task StaleRun_LeavesTheImportDue_ThoughItSawMoreThanTheRunThatTookOver()
    {
        using var world = new World(Noon);
        var dataset = new FakeDataset("d", 1).Trip("2024-06-12 10:00:00", 2m).Trip("2024-06-12 11:00:00", 3m);
        var (half, goOn) = Halfway(dataset);
        var import = DirectImport.RunAsync(world, dataset);
        await Eventually.ComesAsync("half of the dataset is stored", half);

        var (first, second) = (new PortSet(world.Disk, world.Clock), new PortSet(world.Disk, world.Clock));
        var claimed = first.Checkpoints.Faults.HoldNext(nameof(ICheckpointStore.TryWriteAsync), FaultMoment.After);
        var stale = ExecuteAsync(world, "stale", first);
        await Eventually.ComesAsync("the stale run has claimed the batch view", claimed.Reached);
        var rows = second.Days.Faults.HoldNext(nameof(IDayStore.WriteAsync), FaultMoment.Before);
        var later = ExecuteAsync(world, "later", second);
        await Eventually.ComesAsync("the later run has added up half of the day", rows.Reached);
        goOn();
        await import;
        claimed.Release();
        await Assert.ThrowsAsync<FencedException>(() => stale);
        rows.Release();
        await later;

        await RunAsync(world);
        Assert.Equal([("2024-06-12", 2, 5m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Rows_AreReplaced_ThoughTheStateWasLost()
    {
        using var world = new World(Noon);
        await world.LiveAsync("2024-06-14 10:00:00", 1m);
        for (var run = 0; run < 3; run++)
            await RunAsync(world);
        await world.LiveAsync("2024-06-14 11:00:00", 2m);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.Ports.Checkpoints.DeleteAsync("batch/state");
        await RunAsync(world);
        Assert.Equal([("2024-06-14", 2, 3m)], await world.DaysAsync());
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task Run_WritesTheSameRows_RepeatedAfterAKillAtAnyOperation(FaultMoment moment)
    {
        var points = 0;
        for (var at = 1; ; at++)
        {
            using var world = new World(Noon, partitions: 2);
            await FillAsync(world);
            var ports = new PortSet(world.Disk, world.Clock);
            var run = world.Run(ports);
            var died = ports.DieAt(at, moment, static _ => true);
            var work = Task.Run(() => run.ExecuteAsync("killed", world.Clock.GetUtcNow(), DateSet.Empty, default));
            await Eventually.ComesAsync("the run ended or was killed", Task.WhenAny(work, died));
            if (!work.IsCompleted)
            {
                points++;
                await RunAsync(world);
            }
            Assert.Equal([("2024-06-12", 1, 2m), ("2024-06-13", 2, 4m), ("2024-06-14", 2, 5m)], await world.DaysAsync());
            Assert.Equal(0, (await RunAsync(world)).DaysWritten);
            if (work.IsCompleted)
                break;
        }
        Assert.True(points >= 15, $"There were only {points} points to kill at.");

        static async Task FillAsync(World world)
        {
            await world.LiveAsync("2024-06-13 10:00:00", 2m);
            await world.LiveAsync("2024-06-14 10:00:00", 2m, partition: 1);
            await world.LiveAsync("2024-06-14 10:00:00", 3m);
            await world.LiveAsync("2024-06-15 10:00:00", 2m);
            await world.ReplayAsync("2024-06-12 10:00:00", 2m);
            await ImportAsync(world, ["2024-06-12 10:00:00", "2024-06-13 10:00:00"]);
        }
    }

    // The dataset stops behind its first record until it is told to go on.
    private static (Task Half, Action GoOn) Halfway(FakeDataset dataset)
    {
        var (half, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        dataset.BeforeChunk = start =>
        {
            if (start == 0)
                return Task.CompletedTask;
            half.TrySetResult();
            return goOn.Task;
        };
        return (half.Task, goOn.SetResult);
    }

    private static Task<Grains.Batch.Runs.RunResult> ExecuteAsync(World world, string run, PortSet ports) =>
        Task.Run(() => world.Run(ports).ExecuteAsync(run, world.Clock.GetUtcNow(), DateSet.Empty, default));

    private static Task<Grains.Batch.Runs.RunResult> RunAsync(World world) => world.Run().ExecuteAsync("run", world.Clock.GetUtcNow(), DateSet.Empty, default);

    private static async Task<Grains.Batch.Runs.RunResult> RunAsync(World world, string from, string to)
    {
        await world.Run().RequestAsync(DateSet.Of([new DateRange(World.Date(from), World.Date(to))]), default);
        return await RunAsync(world);
    }

    private static Task ImportAsync(World world, string[] trips, string name = "d")
    {
        var dataset = new FakeDataset(name, 100);
        foreach (var trip in trips)
            dataset.Trip(trip, 2m);
        return DirectImport.RunAsync(world, dataset);
    }
}

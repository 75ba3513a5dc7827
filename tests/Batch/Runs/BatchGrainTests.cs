using OrleansLambda.Batch.Tests.Support;

namespace OrleansLambda.Batch.Tests.Runs;

public sealed class BatchGrainTests
{
    [Theory]
    [InlineData("2024-03-30T22:30:00Z", "2024-03-30T23:00:00Z", 23)] // the day of 23 hours lies between
    [InlineData("2024-10-26T21:30:00Z", "2024-10-26T22:00:00Z", 25)] // the day of 25 hours
    [InlineData("2024-06-14T21:30:00Z", "2024-06-14T22:00:00Z", 24)]
    public async Task Midnight_RunsOncePerDay_AlsoWhereTheClocksChange(string start, string midnight, int hours)
    {
        using var world = new World(start);
        await using var life = await Life.StartAsync(world);
        var first = DateTimeOffset.Parse(midnight, null);
        await world.LiveAsync(EventTime.Format(first.AddMinutes(-40)), 1m);

        world.Clock.SetUtcNow(first.AddMilliseconds(-1));
        Assert.Equal(0, await MidnightsAsync(life));
        world.Clock.SetUtcNow(first.AddMilliseconds(1));
        await MidnightEndsAsync(world, life, 1);
        Assert.Single(await world.DaysAsync());

        await world.LiveAsync(EventTime.Format(first.AddMinutes(1)), 1m);
        for (var hour = 1; hour < hours; hour++)
        {
            world.Clock.SetUtcNow(first.AddHours(hour));
            Assert.Equal(1, await MidnightsAsync(life));
        }
        world.Clock.SetUtcNow(first.AddHours(hours).AddMilliseconds(-1));
        Assert.Equal(1, await MidnightsAsync(life));
        world.Clock.SetUtcNow(first.AddHours(hours).AddMilliseconds(1));
        await MidnightEndsAsync(world, life, 2);
        Assert.Equal(2, (await world.DaysAsync()).Length);
        await life.TickAsync();
        Assert.Equal(2, await MidnightsAsync(life));
    }

    [Fact]
    public async Task Midnight_IsNotLeftOut_WhenTheRunOfTheOneBeforeIsStillUnderWay()
    {
        using var world = new World("2024-06-14T21:30:00Z");
        await using var life = await Life.StartAsync(world);
        await world.LiveAsync("2024-06-14 21:00:00", 1m);
        var hold = life.Ports.Days.Faults.HoldNext(nameof(IDayStore.WriteAsync), FaultMoment.Before);
        world.Clock.SetUtcNow(DateTimeOffset.Parse("2024-06-14T22:00:00.001Z", null));
        await Eventually.HoldsAsync("the run of the first midnight is about to write", () =>
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(hold.Reached.IsCompleted);
        });
        world.Clock.SetUtcNow(DateTimeOffset.Parse("2024-06-15T10:00:00Z", null));
        await world.LiveAsync("2024-06-15 09:00:00", 2m);
        world.Clock.SetUtcNow(DateTimeOffset.Parse("2024-06-15T22:00:00.001Z", null));
        Assert.Empty(await world.DaysAsync());
        hold.Release();

        await MidnightEndsAsync(world, life, 2);
        Assert.Equal([("2024-06-14", 1, 1m), ("2024-06-15", 1, 2m)], await world.DaysAsync());
        Assert.Equal(new DateOnly(2024, 6, 16), await life.Batch.GetBoundaryAsync());
    }

    [Fact]
    public async Task Midnight_PassesBy_WhereTheBatchLayerIsNotEnabled_AndARequestIsServed()
    {
        using var world = new World("2024-06-14T21:30:00Z").With("Batch:Enabled", "false");
        await using var life = await Life.StartAsync(world, wait: false);
        await world.LiveAsync("2024-06-14 21:00:00", 1m);
        Assert.Null(await life.Batch.GetBoundaryAsync());
        world.Clock.SetUtcNow(DateTimeOffset.Parse("2024-06-14T22:10:00Z", null));
        Assert.Empty(await life.Batch.ListAsync(null, 10));

        await life.Batch.RunAsync(RunTrigger.Request);
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
    }

    [Fact]
    public async Task LateEvents_AreCountedSoonAfterMidnight_WhenThereAreAny()
    {
        using var world = new World("2024-06-14T21:30:00Z");
        await using var life = await Life.StartAsync(world);
        await world.LiveAsync("2024-06-14 21:00:00", 1m);
        world.Clock.SetUtcNow(DateTimeOffset.Parse("2024-06-14T22:00:00.001Z", null));
        await MidnightEndsAsync(world, life, 1);
        await world.LiveAsync("2024-06-14 21:59:59", 2m);
        await Eventually.HoldsAsync("the late event is counted", async () =>
        {
            world.Clock.Advance(TimeSpan.FromSeconds(10));
            return (await world.DaysAsync()) is [("2024-06-14", 2, 3m)];
        });
        Assert.Equal(2, await MidnightsAsync(life));
        Assert.True(world.Clock.GetUtcNow() < DateTimeOffset.Parse("2024-06-15T12:00:00Z", null));
    }

    [Fact]
    public async Task LateEvents_AreLookedForAgain_WhenTheLookFailed()
    {
        using var world = new World("2024-06-14T21:30:00Z");
        await using var life = await Life.StartAsync(world);
        world.Clock.SetUtcNow(DateTimeOffset.Parse("2024-06-14T22:00:00.001Z", null));
        await MidnightEndsAsync(world, life, 1);
        await world.LiveAsync("2024-06-14 21:59:59", 2m);

        // As often as the log is tried for one look.
        life.Ports.Log.Faults.FailNext(nameof(IEventLog.DescribeAsync), 4);
        var asked = life.Ports.Log.Faults.Calls(nameof(IEventLog.DescribeAsync));
        world.Clock.SetUtcNow(DateTimeOffset.Parse("2024-06-14T22:05:01Z", null));
        await Eventually.HoldsAsync("a look has failed", async () =>
        {
            await life.TickAsync();
            return life.Ports.Log.Faults.Calls(nameof(IEventLog.DescribeAsync)) >= asked + 4;
        });

        await Eventually.HoldsAsync("another look has found the late event", async () =>
        {
            await life.TickAsync();
            return await world.DaysAsync() is [("2024-06-14", 1, 2m)];
        });
    }

    [Fact]
    public async Task MissedMidnights_AreCaughtUp_AtTheNextStart()
    {
        using var world = new World("2024-06-10T12:00:00Z");
        await using (var life = await Life.StartAsync(world))
        {
            Assert.Equal(new DateOnly(2024, 6, 10), await life.Batch.GetBoundaryAsync());
            await life.KillAsync();
        }
        for (var day = 10; day <= 13; day++)
        {
            await world.LiveAsync($"2024-06-{day} 11:00:00", day);
            world.Clock.Advance(TimeSpan.FromDays(1));
        }
        await using var later = await Life.StartAsync(world, wait: false);
        await later.EndedAsync(RunTrigger.Start, 2);
        Assert.Equal([("2024-06-10", 1, 10m), ("2024-06-11", 1, 11m), ("2024-06-12", 1, 12m), ("2024-06-13", 1, 13m)], await world.DaysAsync());
        Assert.Equal(new DateOnly(2024, 6, 14), await later.Batch.GetBoundaryAsync());
    }

    [Fact]
    public async Task Reminder_RunsAMissedMidnight_AndNothingWhenNoneWasMissed()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using var life = await Life.StartAsync(world);
        await life.TickAsync();
        await life.TickAsync();
        Assert.Single(await life.Batch.ListAsync(null, 10));

        // A run that fails is made up for by the next tick.
        await world.LiveAsync("2024-06-14 10:00:00", 1m);
        life.Ports.Days.Faults.FailNext(nameof(IDayStore.WriteAsync), 4);
        var failed = await life.Batch.RunAsync(RunTrigger.Request);
        Assert.Equal((WorkState.Failed, "WriteAsync was made to fail."), (failed.State, failed.Error));
        Assert.Empty(await world.DaysAsync());
        await life.TickAsync();
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
        Assert.Equal(
            [(RunTrigger.Midnight, WorkState.Completed), (RunTrigger.Request, WorkState.Failed), (RunTrigger.Start, WorkState.Completed)],
            (await life.Batch.ListAsync(null, 10)).Select(run => (run.Trigger, run.State)));
    }

    [Fact]
    public async Task Start_WritesNothing_TheSecondTime()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await world.LiveAsync("2024-06-14 10:00:00", 1m);
        await using var life = await Life.StartAsync(world);
        var again = await life.Batch.RunAsync(RunTrigger.Start);
        Assert.Equal((WorkState.Completed, 0, 0L, 0L), (again.State, again.DaysWritten, again.TripsRead, again.EventsRead));
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Callers_ShareTheNextRun_WhileOneIsUnderWay()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using var life = await Life.StartAsync(world);
        var hold = life.Ports.Log.Faults.HoldNext(nameof(IEventLog.DescribeAsync), FaultMoment.Before);
        var first = life.Batch.RunAsync(RunTrigger.Request);
        await Eventually.ComesAsync("the first run is under way", hold.Reached);
        await world.LiveAsync("2024-06-14 10:00:00", 1m);
        var others = Enumerable.Range(0, 5).Select(_ => life.Batch.RunAsync(RunTrigger.Import)).ToList();
        Assert.Equal(WorkState.Running, (await life.Batch.ListAsync(null, 1))[0].State);
        Assert.Equal(new DateOnly(2024, 6, 15), await life.Batch.GetBoundaryAsync());
        hold.Release();
        await first;
        var ids = (await Task.WhenAll(others)).Select(run => run.Id).Distinct().ToList();
        Assert.Single(ids);
        Assert.Equal(3, (await life.Batch.ListAsync(null, 10)).Length);
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Start_NamesTheRunThatDoesTheWork_WhileAnotherIsUnderWay()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await world.LiveAsync("2024-06-12 10:00:00", 1m);
        await using var life = await Life.StartAsync(world);
        await world.DamageAsync("2024-06-12");
        var hold = life.Ports.Log.Faults.HoldNext(nameof(IEventLog.DescribeAsync), FaultMoment.Before);
        var first = await life.Batch.StartAsync(RunTrigger.Import);
        await Eventually.ComesAsync("the first run is under way", hold.Reached);

        var asked = await life.Batch.StartAsync(RunTrigger.Request, World.Date("2024-06-12"));
        var joined = await life.Batch.StartAsync(RunTrigger.Request);
        Assert.Equal(("0000000002", "0000000003", "0000000003"), (first.Id, asked.Id, joined.Id));
        Assert.Equal(WorkState.Running, (await life.Batch.GetAsync(asked.Id))!.State);
        Assert.Null(await life.Batch.GetAsync("0000000004"));
        hold.Release();

        await Eventually.HoldsAsync("the run has ended", async () => (await life.Batch.GetAsync(asked.Id))!.State != WorkState.Running);
        Assert.Equal([("2024-06-12", 1, 1m)], await world.DaysAsync());
        Assert.Equal(
            [("0000000003", RunTrigger.Request, WorkState.Completed), ("0000000002", RunTrigger.Import, WorkState.Completed), ("0000000001", RunTrigger.Start, WorkState.Completed)],
            (await life.Batch.ListAsync(null, 10)).Select(run => (run.Id, run.Trigger, run.State)));
    }

    [Fact]
    public async Task RunThatWaits_IsMadeUpFor_WhenItsSiloDies()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await world.LiveAsync("2024-06-12 10:00:00", 1m);
        await using (var life = await Life.StartAsync(world))
        {
            await world.DamageAsync("2024-06-12");
            var hold = life.Ports.Log.Faults.HoldNext(nameof(IEventLog.DescribeAsync), FaultMoment.Before);
            await life.Batch.StartAsync(RunTrigger.Import);
            await Eventually.ComesAsync("the first run is under way", hold.Reached);
            await life.Batch.StartAsync(RunTrigger.Request, World.Date("2024-06-12"));
            await life.KillAsync();
        }
        await using var later = await Life.StartAsync(world.With("Batch:Enabled", "false"), wait: false);
        await later.TickAsync();
        Assert.Equal([("2024-06-12", 1, 1m)], await world.DaysAsync());
        Assert.Equal(
            [WorkState.Completed, WorkState.Failed, WorkState.Failed, WorkState.Completed],
            (await later.Batch.ListAsync(null, 10)).Select(run => run.State));
    }

    [Fact]
    public async Task Start_PromisesNothing_WhenTheRunCannotBeEntered()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using var life = await Life.StartAsync(world);
        life.Ports.Checkpoints.Faults.FailNext(nameof(ICheckpointStore.ListAsync), 4);
        await Assert.ThrowsAnyAsync<Exception>(() => life.Batch.StartAsync(RunTrigger.Request));
        Assert.Equal("0000000002", (await life.Batch.RunAsync(RunTrigger.Request)).Id);
    }

    [Fact]
    public async Task KilledRun_IsEnteredAsFailed_AndDoneByTheNextStart()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using (var life = await Life.StartAsync(world))
        {
            await world.LiveAsync("2024-06-14 10:00:00", 1m);
            var killed = life.Ports.DieAt(1, FaultMoment.After, static operation => operation == nameof(IDayStore.WriteAsync));
            _ = life.Batch.RunAsync(RunTrigger.Request);
            await Eventually.ComesAsync("the run has written its rows", killed);
            await life.KillAsync();
        }
        await using var later = await Life.StartAsync(world, wait: false);
        await later.EndedAsync(RunTrigger.Start, 2);
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
        Assert.Equal(
            [(RunTrigger.Start, WorkState.Completed, 1), (RunTrigger.Request, WorkState.Failed, 0), (RunTrigger.Start, WorkState.Completed, 0)],
            (await later.Batch.ListAsync(null, 10)).Select(run => (run.Trigger, run.State, run.DaysWritten)));
    }

    [Fact]
    public async Task KilledRunOfAnImport_IsMadeUpFor_ByTheNextTick()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using (var life = await Life.StartAsync(world))
        {
            var killed = life.Ports.DieAt(1, FaultMoment.Before, static operation => operation == nameof(IDayStore.WriteAsync));
            await life.Imports.StartAsync(world.Catalog.Put(new FakeDataset("d").Trip("2024-01-01 10:00:00", 2m)));
            await Eventually.ComesAsync("the run is about to write its rows", killed);
            await life.KillAsync();
        }
        await using var later = await Life.StartAsync(world.With("Batch:Enabled", "false"), wait: false);
        await later.TickAsync();
        Assert.Equal([("2024-01-01", 1, 2m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Import_IsAggregated_ByTheNextTick_WhenNoRunWasAskedFor()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using var life = await Life.StartAsync(world);
        await DirectImport.RunAsync(world, new FakeDataset("d").Trip("2024-01-01 10:00:00", 2m));
        await life.TickAsync();
        Assert.Equal([("2024-01-01", 1, 2m)], await world.DaysAsync());
        await life.TickAsync();
        Assert.Equal(2, (await life.Batch.ListAsync(null, 10)).Length);
    }

    [Fact]
    public async Task RequestedDays_AreRecomputed_ByTheNextTick_WhenTheirRunWasKilled()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await world.LiveAsync("2024-06-12 10:00:00", 1m);
        await using (var life = await Life.StartAsync(world))
        {
            await world.DamageAsync("2024-06-12");
            var killed = life.Ports.DieAt(1, FaultMoment.Before, static operation => operation == nameof(IDayStore.WriteAsync));
            _ = life.Batch.RunAsync(RunTrigger.Request, World.Date("2024-06-12"));
            await Eventually.ComesAsync("the run is about to write its rows", killed);
            await life.KillAsync();
        }
        await using var later = await Life.StartAsync(world.With("Batch:Enabled", "false"), wait: false);
        await later.TickAsync();
        Assert.Equal([("2024-06-12", 1, 1m)], await world.DaysAsync());
    }

    [Fact]
    public async Task KilledRequest_IsMadeUpFor_ByTheNextTick_ThoughItNamedNoDays()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using (var life = await Life.StartAsync(world))
        {
            await world.LiveAsync("2024-06-14 10:00:00", 1m);
            var killed = life.Ports.DieAt(1, FaultMoment.Before, static operation => operation == nameof(IDayStore.WriteAsync));
            _ = life.Batch.RunAsync(RunTrigger.Request);
            await Eventually.ComesAsync("the run is about to write its rows", killed);
            await life.KillAsync();
        }
        // Late events are not looked for so soon: it is the run that is missed.
        await using var later = await Life.StartAsync(world.With("Batch:Enabled", "false").With("Batch:SettleAfter", "00:00:00"), wait: false);
        await later.TickAsync();
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Request_IsRefusedBySentence_WhenItsDatesAreNot()
    {
        using var world = new World().With("Batch:MaxRequestedDays", "31");
        await using var life = await Life.StartAsync(world);
        var crossed = await Assert.ThrowsAsync<ArgumentException>(() => life.Batch.RunAsync(RunTrigger.Request, new DateOnly(2024, 2, 2), new DateOnly(2024, 2, 1)));
        Assert.Equal("from is 2024-02-02, after to, 2024-02-01.", crossed.Message);
        var tooMany = await Assert.ThrowsAsync<ArgumentException>(() => life.Batch.RunAsync(RunTrigger.Request, new DateOnly(2024, 1, 1), new DateOnly(2024, 2, 1)));
        Assert.Equal("2024-01-01 to 2024-02-01 are 32 days; at most 31 are allowed at once.", tooMany.Message);
        Assert.Equal(WorkState.Completed, (await life.Batch.RunAsync(RunTrigger.Request, new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 31))).State);
        Assert.Equal(WorkState.Completed, (await life.Batch.RunAsync(RunTrigger.Request, to: new DateOnly(2024, 1, 31))).State);
    }

    [Fact]
    public async Task Run_RecomputesTheDaysItWasAskedFor_ThoughTheOneBeforeItHasDoneSo()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using var life = await Life.StartAsync(world);
        await life.ImportAsync(world, new FakeDataset("d").Trip("2024-01-01 10:00:00", 2m));
        var hold = life.Ports.Log.Faults.HoldNext(nameof(IEventLog.DescribeAsync), FaultMoment.Before);
        var before = life.Batch.RunAsync(RunTrigger.Request);
        await Eventually.ComesAsync("a run describes the log", hold.Reached);

        var asked = await life.Batch.StartAsync(RunTrigger.Request, new DateOnly(2024, 1, 1));
        hold.Release();

        await Eventually.HoldsAsync("the run that was asked for has ended", async () => (asked = (await life.Batch.GetAsync(asked.Id))!).State != WorkState.Running);
        Assert.Equal((1, 1), ((await before).DaysWritten, asked.DaysWritten));
    }

    [Fact]
    public async Task History_KeepsTheLastRuns_AndPages()
    {
        using var world = new World().With("Batch:KeepRuns", "3");
        await using var life = await Life.StartAsync(world);
        for (var i = 0; i < 5; i++)
            await life.Batch.RunAsync(RunTrigger.Request);
        var runs = await life.Batch.ListAsync(null, 10);
        Assert.Equal(["0000000006", "0000000005", "0000000004"], runs.Select(run => run.Id));
        Assert.Equal(["0000000005"], (await life.Batch.ListAsync("0000000006", 1)).Select(run => run.Id));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => life.Batch.ListAsync(null, 0));
    }

    private static async Task<int> MidnightsAsync(Life life) =>
        (await life.Batch.ListAsync(null, 1000)).Count(run => run.Trigger == RunTrigger.Midnight);

    // The grain reads the clock and then sets its timer; a held clock that is moved in between leaves the timer that much
    // late, and a clock that stands still then never comes to it. So it goes on, a second at a time, and hardly once the run has begun.
    private static Task MidnightEndsAsync(World world, Life life, int count) =>
        Eventually.HoldsAsync($"{count} midnight runs have ended", async () =>
        {
            var midnights = (await life.Batch.ListAsync(null, 1000)).Where(run => run.Trigger == RunTrigger.Midnight).ToList();
            if (midnights.Count(run => run.State != WorkState.Running) >= count)
                return true;
            world.Clock.Advance(midnights.Count < count ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(10));
            return false;
        });
}

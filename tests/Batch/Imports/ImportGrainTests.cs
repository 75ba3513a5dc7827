using OrleansLambda.Batch.Tests.Support;

namespace OrleansLambda.Batch.Tests.Imports;

public sealed class ImportGrainTests
{
    private static FakeDataset January() => new FakeDataset("january")
        .Trip("2024-01-01 10:00:00", 10m).Trip("2024-01-01 11:00:00", 20.5m, passengers: 2).Trip("2024-01-01 11:00:00", 20.5m)
        .Reject("no date").Trip("2024-01-02 00:00:00", 5m);

    private static FakeDataset February() => new FakeDataset("february")
        .Trip("2024-02-01 10:00:00", 1m).Trip("2024-01-01 10:00:00", 100m);

    [Fact]
    public async Task Start_ReturnsAtOnce_WhileTheImportGoesOn()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var dataset = January();
        var goOn = new TaskCompletionSource();
        dataset.BeforeChunk = start => start == 3 ? goOn.Task : Task.CompletedTask;

        var started = await life.Imports.StartAsync(world.Catalog.Put(dataset));
        Assert.Equal(("january", WorkState.Running, "january.fake"), (started.Id, started.State, started.Location));
        await Eventually.HoldsAsync("the first chunk is stored", async () => (await life.Imports.GetAsync("january"))!.Records == 3);
        var half = (await life.Imports.GetAsync("january"))!;
        Assert.Equal((WorkState.Running, 3L, 0.6), (half.State, half.Added, half.Done));
        Assert.Equal("january", (await life.Imports.StartAsync("january.fake")).Id);
        goOn.SetResult();

        var ended = await life.EndedAsync("january");
        Assert.Equal((WorkState.Completed, 5L, 4L, 1L, 1.0), (ended.State, ended.Records, ended.Added, ended.Rejected, ended.Done));
        Assert.Equal(Path.Combine(world.RejectFolder, "january.ndjson"), ended.RejectFile);
        await life.EndedAsync(RunTrigger.Import, 1);
        Assert.Equal([("2024-01-01", 3, 51m), ("2024-01-02", 1, 5m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Progress_HasRateAndTimeLeft_WhileUnderWay()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var dataset = January();
        var goOn = new TaskCompletionSource();
        dataset.BeforeChunk = start => start == 3 ? goOn.Task : Task.CompletedTask;
        await life.Imports.StartAsync(world.Catalog.Put(dataset));
        await Eventually.HoldsAsync("the first chunk is stored", async () => (await life.Imports.GetAsync("january"))!.Records == 3);
        world.Clock.Advance(TimeSpan.FromSeconds(6));

        var status = (await life.Imports.GetAsync("january"))!;
        Assert.Equal(0.5, status.RecordsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(4), status.Eta);
        goOn.SetResult();
        Assert.Null((await life.EndedAsync("january")).Eta);
    }

    [Fact]
    public async Task Datasets_AddUp_AndTheSameInAnotherFormatAddsNothing()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        Assert.Equal(4, (await life.ImportAsync(world, January())).Added);
        Assert.Equal(2, (await life.ImportAsync(world, February())).Added);
        var days = await world.DaysAsync();
        Assert.Equal([("2024-01-01", 4, 151m), ("2024-01-02", 1, 5m), ("2024-02-01", 1, 1m)], days);

        var again = await life.ImportAsync(world, January().As("january-parquet", chunkSize: 4));
        Assert.Equal((WorkState.Completed, 5L, 0L, 1L), (again.State, again.Records, again.Added, again.Rejected));
        Assert.Equal(6, await world.Ports.Trips.CountAsync());
        Assert.Equal(days, await world.DaysAsync());
    }

    [Fact]
    public async Task Start_ReadsNothing_WhenTheDatasetWasImportedBefore()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var dataset = January();
        var first = await life.ImportAsync(world, dataset);
        dataset.BeforeChunk = static _ => throw new InvalidOperationException("It was read again.");

        var again = await life.Imports.StartAsync("january.fake");
        Assert.Equal(first with { RecordsPerSecond = 0, Eta = null }, again with { RecordsPerSecond = 0, Eta = null });
    }

    [Fact]
    public async Task Start_ImportsAgain_WhenTheStoreHasLostTheTrips()
    {
        using var world = new World();
        await using (var life = await Life.StartAsync(world))
            await life.ImportAsync(world, January());

        var emptied = new PortSet(world.Disk, world.Clock, trips: new InMemoryDisk());
        await using var later = await Life.StartAsync(world, emptied);
        await later.Imports.StartAsync("january.fake");
        var ended = await later.EndedAsync("january");
        Assert.Equal((WorkState.Completed, 5L, 4L, 1L), (ended.State, ended.Records, ended.Added, ended.Rejected));
        Assert.Equal(4, await emptied.Trips.CountAsync());
        Assert.Single(world.RejectLines("january"));
    }

    [Fact]
    public async Task Import_GoesOnByItself_WhenTheSiloWasKilled()
    {
        using var world = new World();
        var dataset = January();
        dataset.BeforeChunk = start => start == 3 ? new TaskCompletionSource().Task : Task.CompletedTask;
        await using (var life = await Life.StartAsync(world))
        {
            await life.Imports.StartAsync(world.Catalog.Put(dataset));
            await Eventually.HoldsAsync("the first chunk is stored", async () => (await life.Imports.GetAsync("january"))!.Records == 3);
            await life.KillAsync();
        }
        var from = -1L;
        dataset.BeforeChunk = start =>
        {
            if (from < 0)
                from = start;
            return Task.CompletedTask;
        };
        await using var later = await Life.StartAsync(world, wait: false);
        var ended = await later.EndedAsync("january");
        Assert.Equal((WorkState.Completed, 5L, 4L, 1L), (ended.State, ended.Records, ended.Added, ended.Rejected));
        Assert.Equal(3, from);
        await later.Batch.RunAsync(RunTrigger.Request);
        Assert.Equal([("2024-01-01", 3, 51m), ("2024-01-02", 1, 5m)], await world.DaysAsync());
    }

    [Fact]
    public async Task Import_GoesOn_WhenTheSiloWasStopped()
    {
        using var world = new World();
        var dataset = January();
        var goOn = new TaskCompletionSource();
        dataset.BeforeChunk = start => start == 3 ? goOn.Task : Task.CompletedTask;
        await using (var life = await Life.StartAsync(world))
        {
            await life.Imports.StartAsync(world.Catalog.Put(dataset));
            await Eventually.HoldsAsync("the first chunk is stored", async () => (await life.Imports.GetAsync("january"))!.Records == 3);
            goOn.SetCanceled();
        }
        dataset.BeforeChunk = static _ => Task.CompletedTask;
        await using var later = await Life.StartAsync(world);
        await later.Imports.StartAsync("january.fake");
        Assert.Equal(WorkState.Completed, (await later.EndedAsync("january")).State);
        Assert.Equal(4, await world.Ports.Trips.CountAsync());
    }

    [Fact]
    public async Task Import_Fails_WhenItsDatasetIsGoneOrAnotherOne()
    {
        using var world = new World();
        var gone = January();
        var replaced = February();
        gone.BeforeChunk = replaced.BeforeChunk = static _ => new TaskCompletionSource().Task;
        await using (var life = await Life.StartAsync(world))
        {
            await life.Imports.StartAsync(world.Catalog.Put(gone));
            await life.Imports.StartAsync(world.Catalog.Put(replaced));
            await life.KillAsync();
        }
        world.Catalog.Datasets.Clear();
        world.Catalog.Datasets["february.fake"] = January().As("march", 2);
        await using var later = await Life.StartAsync(world);
        var first = await later.EndedAsync("january");
        Assert.Equal((WorkState.Failed, "There is no dataset at 'january.fake'."), (first.State, first.Error));
        var second = await later.EndedAsync("february");
        Assert.Equal((WorkState.Failed, "'february.fake' is no longer the dataset whose import began; importing it starts another."), (second.State, second.Error));
    }

    [Fact]
    public async Task Imports_RunOneAfterTheOther_AndNotMoreThanMayWait()
    {
        using var world = new World().With("Import:MaxWaiting", "1");
        await using var life = await Life.StartAsync(world);
        var first = January();
        var goOn = new TaskCompletionSource();
        first.BeforeChunk = _ => goOn.Task;
        await life.Imports.StartAsync(world.Catalog.Put(first));
        await Eventually.HoldsAsync("the first import is under way", () => Task.FromResult(life.Ports.Trips.Faults.Calls(nameof(ITripStore.CountAsync)) > 0));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await life.Imports.StartAsync(world.Catalog.Put(February()));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => life.Imports.StartAsync(world.Catalog.Put(January().As("march", 2))));
        Assert.Equal("1 imports wait already, as many as may; try again when one has ended.", refusal.Message);
        Assert.Equal((WorkState.Running, 0L), ((await life.Imports.GetAsync("february"))!.State, (await life.Imports.GetAsync("february"))!.Records));
        Assert.Null(await life.Imports.GetAsync("march"));
        goOn.SetResult();
        Assert.Equal(WorkState.Completed, (await life.EndedAsync("february")).State);
        Assert.Equal(WorkState.Completed, (await life.EndedAsync("january")).State);
    }

    [Fact]
    public async Task List_IsNewestFirst_AndGoesOnAfterACursor()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        for (var i = 1; i <= 5; i++)
        {
            await life.ImportAsync(world, January().As($"d{i}", 2));
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await life.Imports.StartAsync("d1.fake");
        Assert.Equal(["d5", "d4"], (await life.Imports.ListAsync(null, 2)).Select(import => import.Id));
        Assert.Equal(["d3", "d2"], (await life.Imports.ListAsync("d4", 2)).Select(import => import.Id));
        Assert.Equal(["d1"], (await life.Imports.ListAsync("d2", 2)).Select(import => import.Id));
        Assert.Empty(await life.Imports.ListAsync("d1", 2));
        await Assert.ThrowsAsync<ArgumentException>(() => life.Imports.ListAsync("nothing", 2));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => life.Imports.ListAsync(null, 0));
    }

    [Fact]
    public async Task Start_Refuses_WhenThereIsNoDataset()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var refusal = await Assert.ThrowsAsync<DatasetException>(() => life.Imports.StartAsync("nowhere.csv"));
        Assert.Equal("There is no dataset at 'nowhere.csv'.", refusal.Message);
        Assert.Empty(await life.Imports.ListAsync(null, 10));
    }

    [Fact]
    public async Task BadDataset_FailsAtOnce_AndItsTripsAreAggregated()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var dataset = January();
        dataset.BeforeChunk = start => start == 3 ? throw new DatasetException("The file ends in the middle of a record.") : Task.CompletedTask;
        var failed = await life.ImportAsync(world, dataset);
        Assert.Equal((WorkState.Failed, "The file ends in the middle of a record.", 3L), (failed.State, failed.Error, failed.Added));
        Assert.Equal([("2024-01-01", 3, 51m)], await world.DaysAsync());

        dataset.BeforeChunk = static _ => Task.CompletedTask;
        var ended = await life.ImportAsync(world, dataset);
        Assert.Equal((WorkState.Completed, (string?)null, 4L), (ended.State, ended.Error, ended.Added));
        Assert.Equal([("2024-01-01", 3, 51m), ("2024-01-02", 1, 5m)], await world.DaysAsync());
    }

    [Fact]
    public async Task StoreOutage_IsSurvived_WhenShort()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        life.Ports.Trips.Faults.FailNext(nameof(ITripStore.AppendAsync), 3);
        life.Ports.Checkpoints.Faults.LoseNextAnswer(nameof(ICheckpointStore.TryWriteAsync), 3);
        var ended = await life.ImportAsync(world, January());
        Assert.Equal((WorkState.Completed, 4L), (ended.State, ended.Added));
    }

    [Fact]
    public async Task Added_IsExact_WhenTheAnswerOfAnAppendIsLost()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        life.Ports.Trips.Faults.LoseNextAnswer(nameof(ITripStore.AppendAsync), 2);
        var ended = await life.ImportAsync(world, January());
        Assert.Equal((WorkState.Completed, 4L), (ended.State, ended.Added));
        Assert.Equal(4, await world.Ports.Trips.CountAsync());
    }

    [Fact]
    public async Task Added_IsExact_WhenAnotherImportCameAfterAFailureOfUnknownOutcome()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var dataset = January();
        life.Ports.Trips.Faults.LoseNextAnswer(nameof(ITripStore.AppendAsync), 4);
        var failed = await life.ImportAsync(world, dataset);
        Assert.Equal((WorkState.Failed, 0L), (failed.State, failed.Added));

        Assert.Equal(2, (await life.ImportAsync(world, February())).Added);
        Assert.Equal(3, (await life.Imports.GetAsync("january"))!.Added);
        Assert.Equal(4, (await life.ImportAsync(world, dataset)).Added);
        Assert.Equal(6, await world.Ports.Trips.CountAsync());
    }

    [Fact]
    public async Task StoreOutage_FailsTheImport_WhenLong_AndStartingAgainGoesOn()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var dataset = January();
        dataset.BeforeChunk = start =>
        {
            if (start == 3)
                life.Ports.Trips.Faults.FailNext(nameof(ITripStore.AppendAsync), 4);
            return Task.CompletedTask;
        };
        life.Ports.Trips.Faults.FailNext(nameof(ITripStore.AppendAsync), 4);
        var failed = await life.ImportAsync(world, dataset);
        Assert.Equal(
            (WorkState.Failed, "Given up at record 0: AppendAsync was made to fail. Importing the dataset again goes on from there."),
            (failed.State, failed.Error));
        life.Ports.Trips.Faults.Clear();
        dataset.BeforeChunk = static _ => Task.CompletedTask;
        Assert.Equal(4, (await life.ImportAsync(world, dataset)).Added);
    }

    [Fact]
    public async Task Import_GoesOnWithTheReminder_WhenNotEvenItsFailureCouldBeStored()
    {
        using var world = new World();
        await using var life = await Life.StartAsync(world);
        var dataset = January();
        var refused = 0;
        dataset.BeforeChunk = start =>
        {
            if (start == 3)
                life.Ports.Checkpoints.Faults.Before = operation =>
                {
                    if (operation != nameof(ICheckpointStore.TryWriteAsync))
                        return Task.CompletedTask;
                    Interlocked.Increment(ref refused);
                    throw new StoreUnavailableException("The disk is full.");
                };
            return Task.CompletedTask;
        };
        await life.Imports.StartAsync(world.Catalog.Put(dataset));
        // Four attempts at the checkpoint, and four at the failure itself.
        await Eventually.HoldsAsync("the import was given up", () => Task.FromResult(Volatile.Read(ref refused) >= 8));
        dataset.BeforeChunk = static _ => Task.CompletedTask;
        life.Ports.Checkpoints.Faults.Clear();
        await Eventually.HoldsAsync("a tick of the reminder resumed the import", async () =>
        {
            await life.TickAsync();
            return (await life.Imports.GetAsync("january"))!.State == WorkState.Completed;
        });
        Assert.Equal(4, (await life.EndedAsync("january")).Added);
    }

    [Fact]
    public async Task Import_StartsOver_WhenItsRejectFileWasRemoved()
    {
        using var world = new World();
        var dataset = new FakeDataset("d", 1).Reject("first").Trip("2024-01-01 10:00:00").Trip("2024-01-01 11:00:00").Reject("last");
        dataset.BeforeChunk = start => start == 2 ? new TaskCompletionSource().Task : Task.CompletedTask;
        await using (var life = await Life.StartAsync(world))
        {
            await life.Imports.StartAsync(world.Catalog.Put(dataset));
            await Eventually.HoldsAsync("two records are stored", async () => (await life.Imports.GetAsync("d"))!.Records == 2);
            await life.KillAsync();
        }
        File.Delete(Path.Combine(world.RejectFolder, "d.ndjson"));
        dataset.BeforeChunk = static _ => Task.CompletedTask;
        await using var later = await Life.StartAsync(world, wait: false);
        var ended = await later.EndedAsync("d");
        Assert.Equal((WorkState.Completed, 4L, 2L, 2L), (ended.State, ended.Records, ended.Added, ended.Rejected));
        Assert.Equal(2, world.RejectLines("d").Length);
    }
}

namespace OrleansLambda.Cluster;

public sealed class LogTests
{
    [Fact]
    public async Task PoisonRecords_GoToTheDeadLetters_AndTheLedgerAddsUp()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 3), silos: 1, prepare: (_, ports) =>
        {
            ports.Letters.Faults.FailNext(nameof(IDeadLetterStore.StoreAsync), 2);
            ports.Letters.Faults.LoseNextAnswer(nameof(IDeadLetterStore.StoreAsync), 2);
        });
        var events = Rides.Spread(1, 500, windows: 20);
        await cluster.Log.AppendAsync(0, [.. events.SelectMany((ride, i) => i % 3 == 0 ? new[] { ride, Rides.Poison(i) } : [ride])]);
        await cluster.Log.AppendAsync(1, [.. Enumerable.Range(0, 350).Select(Rides.Poison)]);
        await cluster.ShouldAgreeAsync();

        var ledger = (await cluster.LedgerAsync()).Partitions;
        Assert.Equal([(667L, 500L, 167L), (350L, 0L, 350L), (0L, 0L, 0L)], ledger.Select(p => (p.Read, p.Counted, p.DeadLettered)));
        var letter = (await cluster.Letters.PageAsync(null, 1)).Single();
        Assert.Equal((1L, "not JSON at byte 0"), (letter.Key.Offset, letter.Reason));
    }

    [Fact]
    public async Task RecordsThatRetentionTookBeforeTheCheckpoint_AreCountedAsMissed()
    {
        var disk = new InMemoryDisk(partitions: 1);
        await using (var first = await SpeedCluster.StartAsync(disk, silos: 1))
        {
            await first.Log.AppendAsync(0, Rides.Spread(1, 200, windows: 20));
            await first.ShouldAgreeAsync();
            await Until.NothingIsMissing(async () => (await first.Log.GetCommitAsync(0))?.Offset == 200 ? null : "the commit at 200");
        }
        var log = new InMemoryEventLog(disk, TimeProvider.System);
        var oracle = await new Oracle().AddAsync(log);
        await log.AppendAsync(0, Rides.Spread(2, 200, windows: 20));
        log.Trim(0, 270);
        await oracle.AddAsync(log);
        oracle.Letters.Add(((await log.DescribeAsync()).TopicId, 0, 200)); // What tells of the gap.
        await using (var second = await SpeedCluster.StartAsync(disk, silos: 1))
        {
            await second.ShouldAgreeAsync(oracle, exactLedger: false);
            await ShouldTellAsync(second, (70, 330, 330));
            await Until.NothingIsMissing(async () => (await log.GetCommitAsync(0))?.Offset == 400 ? null : "the commit at 400");
        }
        await using var third = await SpeedCluster.StartAsync(disk, silos: 1);
        await third.ShouldAgreeAsync(oracle, exactLedger: false);
        await ShouldHaveGapAsync(third, 200, "the records from here to offset 269 were removed from the log before they were read");
        await ShouldTellAsync(third, (70, 330, 330)); // What is lost stays on the books.
    }

    [Fact]
    public async Task RecordsThatRetentionTookBeforeARunningReader_AreCountedAsMissed()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 200, windows: 20));
        await cluster.ShouldAgreeAsync();
        var oracle = await new Oracle().AddAsync(cluster.Log);
        var hold = cluster.AllPorts.Single().Log.Faults.HoldNext(nameof(ILogReader.ReadAsync), FaultMoment.Before);
        await Until.Comes(hold.Reached, "a read");
        await cluster.Log.AppendAsync(0, Rides.Spread(2, 200, windows: 20));
        cluster.Log.Trim(0, 250);
        await oracle.AddAsync(cluster.Log);
        oracle.Letters.Add(((await cluster.Log.DescribeAsync()).TopicId, 0, 200));
        hold.Release();
        await cluster.ShouldAgreeAsync(oracle, exactLedger: false);
        await ShouldTellAsync(cluster, (50, 350, 350));
        await ShouldHaveGapAsync(cluster, 200, "the records from here to offset 249 were removed from the log before they were read");
    }

    [Fact]
    public async Task PartitionsAddedWhileRunning_AreRead()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 2);
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 200, windows: 20));
        await cluster.ShouldAgreeAsync();
        cluster.Log.AddPartitions(3);
        for (var partition = 1; partition < 4; partition++)
            await cluster.Log.AppendAsync(partition, Rides.Spread(partition, 200, windows: 20));
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task TopicMadeAnewWhileRunning_IsReadFromItsStart()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2), silos: 1);
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 300, windows: 20));
        await cluster.ShouldAgreeAsync();
        var oracle = await new Oracle().AddAsync(cluster.Log);
        cluster.Log.Recreate();
        await cluster.Log.AppendAsync(0, [.. Rides.Spread(2, 200, windows: 20), Rides.Poison(1)]);
        await cluster.Log.AppendAsync(1, Rides.Spread(3, 400, windows: 20));
        await cluster.ShouldAgreeAsync(await oracle.AddAsync(cluster.Log));
    }

    [Fact]
    public async Task TopicMadeAnewWhileStopped_IsReadFromItsStart()
    {
        var disk = new InMemoryDisk(partitions: 1);
        var log = new InMemoryEventLog(disk, TimeProvider.System);
        await using (var first = await SpeedCluster.StartAsync(disk, silos: 1))
        {
            await log.AppendAsync(0, Rides.Spread(1, 300, windows: 20));
            await first.ShouldAgreeAsync();
        }
        var oracle = await new Oracle().AddAsync(log);
        log.Recreate();
        await log.AppendAsync(0, Rides.Spread(2, 500, windows: 20));
        await using var second = await SpeedCluster.StartAsync(disk, silos: 1);
        await second.ShouldAgreeAsync(await oracle.AddAsync(log));
    }

    [Fact]
    public async Task OffsetsWithoutRecords_DoNotStallTheWatermark()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 100, windows: 5));
        cluster.Log.SkipOffsets(0, 3);
        await cluster.Log.AppendAsync(0, Rides.Spread(2, 100, windows: 5));
        cluster.Log.SkipOffsets(0, 2);
        await cluster.ShouldAgreeAsync();
        var now = TimeProvider.System.GetUtcNow();
        await Until.NothingIsMissing(async () => (await cluster.LedgerAsync()).Watermark > now ? null : "the watermark's move");
    }

    private static Task ShouldTellAsync(SpeedCluster cluster, (long Missed, long Read, long Counted) expected) => Until.NothingIsMissing(async () =>
    {
        var progress = (await cluster.LedgerAsync()).Partitions.Single();
        var told = (progress.Missed, progress.Read, progress.Counted);
        return told == expected ? null : $"{expected} (missed, read, counted); the ledger has {told}";
    });

    private static async Task ShouldHaveGapAsync(SpeedCluster cluster, long offset, string reason)
    {
        var gap = (await cluster.Letters.PageAsync(null, 1000)).Single(static letter => letter.Reason.Contains("removed", StringComparison.Ordinal));
        Assert.Equal((offset, reason, 0), (gap.Key.Offset, gap.Reason, gap.Length));
    }
}

namespace OrleansLambda.Cluster;

public sealed class ResumeTests
{
    [Fact]
    public async Task Cluster_CountsOnce_WhenItDiesBetweenAcknowledgementAndCommit()
    {
        var disk = new InMemoryDisk(partitions: 2);
        await using (var first = await SpeedCluster.StartAsync(disk, silos: 1, prepare: (_, ports) =>
            ports.Log.Faults.Before = operation => operation == nameof(IEventLog.CommitAsync)
                ? throw new StoreUnavailableException("Commits are made to fail.")
                : Task.CompletedTask))
        {
            await AppendAsync(first, seed: 1);
            await first.ShouldAgreeAsync();
            Assert.Null(await first.Log.GetCommitAsync(0));
        }
        await using var second = await SpeedCluster.StartAsync(disk, silos: 1);
        await AppendAsync(second, seed: 2);
        await second.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(399)]
    public async Task Cluster_CountsOnce_WhenACommitMovedBack(long offset)
    {
        var disk = new InMemoryDisk(partitions: 1);
        await using (var first = await SpeedCluster.StartAsync(disk, silos: 1))
        {
            await first.Log.AppendAsync(0, Rides.Spread(1, 400, windows: 20));
            await first.ShouldAgreeAsync();
        }
        var log = new InMemoryEventLog(disk, TimeProvider.System);
        var topic = (await log.DescribeAsync()).TopicId;
        await log.CommitAsync(0, new LogCommit(topic, offset, offset, 0, offset == 0 ? null : TimeProvider.System.GetUtcNow()));
        await using var second = await SpeedCluster.StartAsync(disk, silos: 1);
        await second.Log.AppendAsync(0, Rides.Spread(2, 50, windows: 20));
        await second.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Cluster_CountsOnce_WhenCommitsAreDeletedOrWrong()
    {
        var disk = new InMemoryDisk(partitions: 3);
        await using (var first = await SpeedCluster.StartAsync(disk, silos: 1))
        {
            await AppendAsync(first, seed: 1);
            await first.ShouldAgreeAsync();
        }
        var log = new InMemoryEventLog(disk, TimeProvider.System);
        await log.CommitAsync(0, null!);
        await log.CommitAsync(1, new LogCommit("another topic", 17, 17, 0, null));
        await log.CommitAsync(2, new LogCommit((await log.DescribeAsync()).TopicId, 1_000_000, 1_000_000, 0, null));
        await using var second = await SpeedCluster.StartAsync(disk, silos: 1);
        await AppendAsync(second, seed: 2);
        await second.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Cluster_CountsOnce_WhenBatchesAreCutElsewhereTheSecondTime()
    {
        var disk = new InMemoryDisk(partitions: 2);
        foreach (var (recordsPerRead, writes) in new[] { (100, 30), (7, 60), (1000, 10) })
        {
            await using var dying = await StartAsync(recordsPerRead);
            await AppendAsync(dying, seed: recordsPerRead);
            await Until.Holds(() => dying.AllPorts.Single().Windows.Faults.Calls(nameof(IWindowStore.TryWriteAsync)) > writes, $"{writes} writes");
        }
        await using var cluster = await StartAsync(recordsPerRead: 13);
        await cluster.ShouldAgreeAsync();

        Task<SpeedCluster> StartAsync(int recordsPerRead) => SpeedCluster.StartAsync(
            disk,
            silos: 1,
            configure: silo => silo.Services.PostConfigureAll<EventLogStreamOptions>(options => options.MaxRecordsPerRead = recordsPerRead),
            prepare: (_, ports) => ports.Log.Faults.Before = operation => operation == nameof(IEventLog.CommitAsync)
                ? throw new StoreUnavailableException("Commits are made to fail.")
                : Task.CompletedTask);
    }

    private static async Task AppendAsync(SpeedCluster cluster, int seed)
    {
        var partitions = (await cluster.Log.DescribeAsync()).Partitions;
        for (var partition = 0; partition < partitions; partition++)
            await cluster.Log.AppendAsync(partition, [.. Rides.Spread(seed + partition, 400, windows: 20), Rides.Poison(seed)]);
    }
}

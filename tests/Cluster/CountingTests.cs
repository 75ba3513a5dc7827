namespace OrleansLambda.Cluster;

public sealed class CountingTests
{
    [Fact]
    public async Task Cluster_CountsEveryEventOnce_FromSeveralPartitions()
    {
        var disk = new InMemoryDisk(partitions: 4);
        await using var cluster = await SpeedCluster.StartAsync(disk);
        for (var partition = 0; partition < 4; partition++)
            await cluster.Log.AppendAsync(partition, Rides.Spread(partition, 500, windows: 40));
        await cluster.ShouldAgreeAsync();
    }
}

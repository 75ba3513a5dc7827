using Orleans.Hosting;

namespace OrleansLambda.Cluster;

public sealed class MemoryTests
{
    [Fact]
    public async Task Windows_LeaveMemory_WhenThereAreMoreThanAllowed()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1, configure: silo =>
            silo.Configure<SpeedLayerOptions>(options => options.MaxWindowsInMemory = 20));
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 2000, windows: 500));
        await cluster.ShouldAgreeAsync();
        await Until.NothingIsMissing(async () => await CountAsync(cluster) is var count && count <= 20 ? null : $"20 windows in memory at most; there are {count}");
    }

    [Fact]
    public async Task Windows_LeaveMemory_WhenTheyHaveBeenIdle()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1, configure: silo =>
            silo.Configure<SpeedLayerOptions>(options => options.IdleAfter = TimeSpan.FromSeconds(1)));
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 200, windows: 50));
        await cluster.ShouldAgreeAsync();
        await Until.NothingIsMissing(async () => await CountAsync(cluster) is var count && count == 0 ? null : $"no window in memory; there are {count}");
    }

    private static async Task<int> CountAsync(SpeedCluster cluster)
    {
        var statistics = await cluster.Client.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(grain => grain.GrainType.Contains(nameof(WindowGrain), StringComparison.Ordinal)).Sum(grain => grain.ActivationCount);
    }
}

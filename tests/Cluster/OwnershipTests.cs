using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Streams;

namespace OrleansLambda.Cluster;

public sealed class OwnershipTests
{
    [Fact]
    public async Task Cluster_CountsOnce_WhenEverySiloReadsEveryPartition()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 3), configure: silo =>
            silo.Services.AddKeyedTransient<IStreamQueueBalancer>(PartitionStream.Provider, static (services, _) => ActivatorUtilities.CreateInstance<EverythingBalancer>(services)));
        for (var round = 0; round < 4; round++)
            for (var partition = 0; partition < 3; partition++)
                await cluster.Log.AppendAsync(partition, [.. Rides.Spread((round * 3) + partition, 300, windows: 20), Rides.Poison(round)]);
        await Until.Holds(() => cluster.AllPorts.All(ports => ports.Log.Faults.Calls(nameof(ILogReader.ReadAsync)) > 0), "a read by every silo");
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Cluster_CountsOnce_WhilePartitionsMoveToSilosThatComeAndGo()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 4), silos: 1);
        using var stop = new CancellationTokenSource();
        var appending = AppendAsync(cluster, stop.Token);
        var second = await cluster.AddAsync();
        var third = await cluster.AddAsync();
        await Until.Holds(
            () => cluster.PortsOf(third).Log.Faults.Calls(nameof(IEventLog.CommitAsync)) > 0 && cluster.PortsOf(second).Log.Faults.Calls(nameof(IEventLog.CommitAsync)) > 0,
            "a commit by each of the new silos");
        await cluster.StopAsync(second);
        await cluster.KillAsync(third);
        await stop.CancelAsync();
        await appending;
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Silo_CommitsWhatIsCounted_WhenItStops()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1, configure: silo =>
            silo.Services.PostConfigureAll<EventLogStreamOptions>(options => options.CommitPeriod = TimeSpan.FromMinutes(5)));
        await cluster.Log.AppendAsync(0, [.. Rides.Spread(1, 300, windows: 20), Rides.Poison(1)]);
        await cluster.ShouldAgreeAsync();
        await cluster.StopAsync(cluster.Silos[0]);
        var commit = await cluster.Log.GetCommitAsync(0);
        Assert.Equal((301L, 300L, 1L), (commit!.Offset, commit.Counted, commit.DeadLettered));
    }

    private static async Task AppendAsync(SpeedCluster cluster, CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            await cluster.Log.AppendAsync(round % 4, Rides.Spread(round, 20, windows: 50), CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Every silo owns every partition, all the time.</summary>
    private sealed class EverythingBalancer(IServiceProvider services, ILogger<EverythingBalancer> logger) : QueueBalancerBase(services, logger)
    {
        private IReadOnlyList<QueueId> _queues = [];

        public override Task Initialize(IStreamQueueMapper queueMapper)
        {
            _queues = [.. queueMapper.GetAllQueues()];
            return base.Initialize(queueMapper);
        }

        public override IEnumerable<QueueId> GetMyQueues() => _queues;

        protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
        {
        }
    }
}

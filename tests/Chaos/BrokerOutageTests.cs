namespace OrleansLambda.Chaos;

/// <summary>
/// A broker that is away for long: the processes stay up and say what they wait for, and go on when it is back.
/// CHAOS_OUTAGE chooses for how many seconds it is away.
/// </summary>
public sealed class BrokerOutageTests(Servers servers)
{
    private const int EventsPerSecond = 5_000;

    // A broker that starts leaves silos little of the processors: they are not to take each other for dead over that.
    private const string ProbeTimeout = "--Cluster:ProbeTimeout=00:00:03";

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(Setting.Number("CHAOS_OUTAGE", 20));
    private static readonly string StartTimeout = $"--Start:Timeout={Outage + Cluster.Patience:c}";

    [Fact]
    public async Task Silo_WaitsForItsBroker_AndSaysSo_WhenItStarts()
    {
        await using var broker = await Servers.NewKafkaAsync();
        await broker.KillAsync();
        await using var cluster = new Cluster((await servers.RedisAsync()).NewDatabase(), broker.BootstrapServers, silos: 1, StartTimeout, ProbeTimeout);

        cluster.Silos[0].Start();
        await using (var health = new HealthWatch(cluster.Silos))
        {
            await health.NamesAsync(broker.BootstrapServers);
            await Task.Delay(Outage);
            await health.NamesAsync(broker.BootstrapServers);
            Assert.Equal(0, health.ReadyAnswers);
            await broker.StartAsync();
            Tell("was ready", await cluster.ReadyAsync());
            health.AssertAlways();
        }

        await using var load = cluster.NewLoad(EventsPerSecond);
        await load.StartAsync();
        await cluster.FlowsAsync(load);
        await load.StopAsync(Cluster.Patience);
        await cluster.AssertCountedOnceAsync(load);
    }

    [Fact]
    public async Task Rides_AreCountedOnce_ThroughAnOutageOfTheBroker_WhichIsToldMeanwhile()
    {
        await using var broker = await Servers.NewKafkaAsync();
        await using var cluster = new Cluster((await servers.RedisAsync()).NewDatabase(), broker.BootstrapServers, silos: 3, StartTimeout, ProbeTimeout);
        await cluster.StartAsync();
        await using var load = cluster.NewLoad(EventsPerSecond);
        await load.StartAsync();
        await cluster.FlowsAsync(load);

        await using (var health = new HealthWatch(cluster.Silos))
        {
            await broker.KillAsync();
            await health.NamesAsync(broker.BootstrapServers);
            var before = health.ReadyAnswers;
            await Task.Delay(Outage);
            await health.NamesAsync(broker.BootstrapServers);
            Assert.Equal(before, health.ReadyAnswers);
            await broker.StartAsync();
            var back = TimeProvider.System.GetTimestamp();
            Tell("was ready", await cluster.ReadyAsync());
            await load.DeliveredAsync(Cluster.Patience);
            await cluster.FlowsAsync(load);
            Tell("had caught up", TimeProvider.System.GetElapsedTime(back));
            health.AssertAlways();
        }

        Assert.All(cluster.Silos, static silo => Assert.Equal(1, silo.Lives));
        await load.StopAsync(Cluster.Patience);
        await cluster.AssertCountedOnceAsync(load);
    }

    private static void Tell(string what, TimeSpan after) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"After an outage of {Outage.TotalSeconds} s the cluster {what} within {after.TotalSeconds:N1} s.");
}

namespace OrleansLambda.Chaos;

/// <summary>
/// Three silos on one Kafka and one Redis, and a stream of rides through them: what a kill, a freeze and a stop leave of
/// the count is compared with the producer's own account.
/// </summary>
public sealed class FaultTests(Servers servers)
{
    private const int EventsPerSecond = 5_000;

    [Fact]
    public async Task Rides_AreCountedOnce_ThroughAKill_AFreeze_AndAStop()
    {
        await using var cluster = new Cluster((await servers.RedisAsync()).NewDatabase(), (await servers.KafkaAsync()).BootstrapServers, silos: 3);
        var silos = cluster.Silos;
        await cluster.StartAsync();
        await using var load = cluster.NewLoad(EventsPerSecond);
        await load.StartAsync();
        await cluster.FlowsAsync(load);

        await silos[1].Process.KillAsync();
        Tell("kill -9", await cluster.FlowsAsync(load));
        silos[1].Start();
        await cluster.ReadyAsync();

        await silos[2].FreezeAsync();
        Tell("a freeze", await cluster.FlowsAsync(load));
        silos[2].Continue();
        Assert.Equal(Cluster.CannotGoOn, await silos[2].Process.ExitAsync(Cluster.Patience));
        silos[2].Start();
        await cluster.ReadyAsync();

        silos[0].Process.SendTerminate();
        Assert.Contains(await silos[0].Process.ExitAsync(Cluster.Patience), (int[])[0, Cluster.CutOff]);
        Tell("a stop", await cluster.FlowsAsync(load));

        await load.StopAsync(Cluster.Patience);
        await cluster.AssertCountedOnceAsync(load);
    }

    [Fact]
    public async Task Silo_StopsInGoodOrder_WhileAnotherHangs()
    {
        await using var cluster = new Cluster((await servers.RedisAsync()).NewDatabase(), (await servers.KafkaAsync()).BootstrapServers, silos: 3);
        await cluster.StartAsync();
        await using var load = cluster.NewLoad(EventsPerSecond);
        await load.StartAsync();
        await cluster.FlowsAsync(load);

        await cluster.Silos[2].FreezeAsync();
        var told = TimeProvider.System.GetTimestamp();
        cluster.Silos[0].Process.SendTerminate();
        var code = await cluster.Silos[0].Process.ExitAsync(Cluster.Patience);
        TestContext.Current.TestOutputHelper?.WriteLine($"The silo ended {TimeProvider.System.GetElapsedTime(told).TotalSeconds:N1} s after it was told to.");
        Assert.True(code == 0, $"It ended with {code}.\n{cluster.Silos[0].Output}");
    }

    [Fact]
    public async Task Silo_StopsInGoodOrder_WhileItsBrokerIsAway()
    {
        await using var broker = await Servers.NewKafkaAsync();
        await using var cluster = new Cluster((await servers.RedisAsync()).NewDatabase(), broker.BootstrapServers, silos: 1);
        await cluster.StartAsync();
        await using var load = cluster.NewLoad(EventsPerSecond);
        await load.StartAsync();
        await cluster.FlowsAsync(load);

        var silo = cluster.Silos[0];
        await broker.KillAsync();
        var told = TimeProvider.System.GetTimestamp();
        silo.Process.SendTerminate();
        var code = await silo.Process.ExitAsync(Cluster.Patience);
        TestContext.Current.TestOutputHelper?.WriteLine($"The silo ended {TimeProvider.System.GetElapsedTime(told).TotalSeconds:N1} s after it was told to.");
        Assert.True(code == 0, $"It ended with {code}.\n{silo.Output}");
    }

    private static void Tell(string fault, TimeSpan recovered) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"After {fault} every partition had caught up within {recovered.TotalSeconds:N1} s.");
}

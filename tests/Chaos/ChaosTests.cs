using OrleansLambda.Chaos.Faults;

namespace OrleansLambda.Chaos;

/// <summary>
/// A random sequence of faults, one upon the other, in a cluster under load: whatever happens and whenever, each record is
/// counted once. CHAOS_SEED chooses the sequence, CHAOS_FAULTS its length and CHAOS_RATE the events a second.
/// </summary>
public sealed class ChaosTests(Servers servers)
{
    [Fact]
    public async Task Rides_AreCountedOnce_WhateverIsKilled_FrozenAndStopped()
    {
        var seed = Setting.Number("CHAOS_SEED", (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000));
        var faults = Setting.Number("CHAOS_FAULTS", 8);
        var rate = Setting.Number("CHAOS_RATE", 20_000);
        var redis = await servers.RedisAsync();
        await using var broker = await Servers.NewKafkaAsync();
        await using var cluster = new Cluster(redis.NewDatabase(), broker.BootstrapServers, silos: 3);
        await cluster.StartAsync();
        await using var load = cluster.NewLoad(rate);
        var start = TimeProvider.System.GetTimestamp();
        Tell($"CHAOS_SEED={seed} CHAOS_FAULTS={faults} CHAOS_RATE={rate}");
        await load.StartAsync();
        await cluster.FlowsAsync(load);

        await using var run = new FaultRun(cluster, broker, load, Tell);
        try
        {
            await run.RunAsync(FaultPlan.Of(seed, faults, cluster.Silos.Count));
            await load.StopAsync(Cluster.Patience);
            await cluster.AssertCountedOnceAsync(load);
        }
        catch
        {
            Tell($"it failed, and the broker had printed:\n{broker.Output}");
            throw;
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        Tell($"{load.Acknowledged.Sum()} records, {load.Bad.Sum()} of them bad, in {load.Windows.Count} windows, {load.Acknowledged.Sum() / elapsed.TotalSeconds:N0} a second, were counted once");
        Tell($"kills alone were recovered from within {string.Join(", ", run.Recoveries.Select(static r => $"{r.TotalSeconds:N1}"))} s");

        void Tell(string what) =>
            TestContext.Current.TestOutputHelper?.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.f} {TimeProvider.System.GetElapsedTime(start).TotalSeconds,6:N1} s: {what}.");
    }
}

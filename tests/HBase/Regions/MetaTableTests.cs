using Microsoft.Extensions.Time.Testing;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Regions;

public sealed class MetaTableTests
{
    private const int Limit = 180_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact(Timeout = Limit)]
    public async Task CatalogThatHangs_IsLookedForAnew_ThoughItsCallHadTimeLeft()
    {
        var (cluster, time) = (new FakeCluster { Meta = "old", Hanging = { "old" } }, new FakeTimeProvider());
        await using var pool = new ConnectionPool(cluster, new WireSettings { SilenceLimit = Calls.Long }, time);
        await using var registry = new Registry(pool, [FakeCluster.Registry], Calls.Long, time);
        using var locator = new RegionLocator(new MetaTable(pool, registry, Calls.Long), Patience, time);
        var first = locator.FindAsync("t", "r"u8.ToArray(), default);
        while (!cluster.Asked.Contains("old Scan"))
            await Task.Delay(5);
        cluster.Meta = "new";
        time.Advance(Patience);
        Assert.Equal(RpcFaultKind.TimedOut, (await Assert.ThrowsAsync<RpcFault>(() => first.AsTask())).Kind);
        Assert.Equal("rows:1", (await locator.FindAsync("t", "r"u8.ToArray(), default))!.Server.ToString());
    }
}

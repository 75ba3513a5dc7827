using OrleansLambda.HBase.Client.Wire;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>The servers that a client was told of go away for good, and it lives on with those that it has learnt of.</summary>
[Collection(OwnCluster.Name)]
public sealed class BootstrapTests(OwnCluster cluster)
{
    [Fact(Timeout = 600_000)]
    public async Task Client_OutlivesEveryServerOfItsSettings()
    {
        var server = await cluster.MadeWholeAsync();
        await using var admin = HBaseFixture.NewClient(server, options => options.OperationTimeout = TimeSpan.FromMinutes(2));
        await admin.Admin.CreateTableAsync(new TableDescription("outlived", new FamilyDescription("f")), ["m".Utf8()]);
        var survivor = (await admin.Admin.StatusAsync()).Servers.Single(s => $"{s.Host}:{s.Port}" == server.RegionServerAt(2));
        await MoveAsync(admin, new RegionDescription("hbase:meta,,1", "1588230740", default, default, ""), survivor);
        foreach (var region in await admin.Admin.RegionsAsync("outlived"))
            await MoveAsync(admin, region, survivor);
        await using var client = HBaseFixture.NewClient(server, options => options.Servers = $"{server.Master},{server.RegionServer}");
        var table = client.GetTable("outlived");
        await table.PutAsync(Put("a", "before"));
        while (client.Core.Registry.Servers.All(known => $"{known}" != server.RegionServerAt(2)))
            await Task.Delay(50);

        await server.KillAsync("master");
        await server.KillAsync("regionserver1");
        client.Core.Locator.ForgetTable("outlived");
        await table.PutAsync(Put("a", "after"));
        await table.PutAsync(Put("x", "new"));
        Assert.Equal(["after", "new"], (await table.GetAsync([new Get("a".Utf8()), new Get("x".Utf8())])).Select(row => row.Value()));
        Assert.Equal(new ServerAddress(survivor.Host, survivor.Port), await client.Core.Registry.MetaAsync(default));
    }

    [Fact(Timeout = 600_000)]
    public async Task OneRegionServer_IsEnoughToLearnOfAllOthers()
    {
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server, options => options.Servers = server.RegionServer);
        Assert.False(await client.Admin.TableExistsAsync("no_such_table"));
        string[] all = [server.Master, server.RegionServerAt(1), server.RegionServerAt(2)];
        while (!client.Core.Registry.Servers.Select(known => $"{known}").Order(StringComparer.Ordinal).SequenceEqual(all.Order(StringComparer.Ordinal)))
            await Task.Delay(50);
    }

    private static async Task MoveAsync(HBaseClient admin, RegionDescription region, ServerDescription server)
    {
        await admin.Admin.MoveRegionAsync(region, server);
        while ((await admin.Admin.StatusAsync()).RegionsInTransition > 0)
            await Task.Delay(100);
    }
}

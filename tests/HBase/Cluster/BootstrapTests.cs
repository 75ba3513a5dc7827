using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>The servers that a client was told of go away for good, and it lives on with those that it has learnt of.</summary>
[Collection(OwnCluster.Name)]
public sealed class BootstrapTests(OwnCluster cluster)
{
    private const int Limit = 1_200_000;

    // A region server that has just started may name too few, and a client asks again after five minutes.
    private static readonly TimeSpan Patience = Registry.RefreshInterval * 1.5;

    [Fact(Timeout = Limit)]
    public async Task Client_OutlivesEveryServerOfItsSettings()
    {
        var server = await cluster.MadeWholeAsync();
        await using var admin = HBaseFixture.NewClient(server, options => options.OperationTimeout = TimeSpan.FromMinutes(5));
        await admin.Admin.CreateTableAsync(new TableDescription("outlived", new FamilyDescription("f")), ["m".Utf8()]);
        var survivor = (await admin.Admin.StatusAsync()).Servers.Single(s => $"{s.Host}:{s.Port}" == server.RegionServerAt(2));
        await MoveAsync(admin, new RegionDescription("hbase:meta,,1", "1588230740", default, default, ""), survivor);
        foreach (var region in await admin.Admin.RegionsAsync("outlived"))
            await MoveAsync(admin, region, survivor);
        await using var client = HBaseFixture.NewClient(server, options => options.Servers = $"{server.Master},{server.RegionServer}");
        var table = client.GetTable("outlived");
        await table.PutAsync(Put("a", "before"));
        await KnownAsync(client, server.RegionServerAt(2));

        await server.KillAsync("master");
        await server.KillAsync("regionserver1");
        client.Core.Locator.ForgetTable("outlived");
        await table.PutAsync(Put("a", "after"));
        await table.PutAsync(Put("x", "new"));
        Assert.Equal(["after", "new"], (await table.GetAsync([new Get("a".Utf8()), new Get("x".Utf8())])).Select(row => row.Value()));
        Assert.Equal(new ServerAddress(survivor.Host, survivor.Port), await client.Core.Registry.MetaAsync(default));
    }

    [Fact(Timeout = Limit)]
    public async Task OneRegionServer_IsEnoughToLearnOfAllOthers()
    {
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server, options => options.Servers = server.RegionServer);
        Assert.False(await client.Admin.TableExistsAsync("no_such_table"));
        string[] all = [server.Master, server.RegionServerAt(1), server.RegionServerAt(2)];
        await KnownAsync(client, all);
        Assert.Equal(all.Order(StringComparer.Ordinal), Known(client).Order(StringComparer.Ordinal));
    }

    private static async Task KnownAsync(HBaseClient client, params string[] servers)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (servers.Except(Known(client)).ToArray() is { Length: > 0 } missing)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"After {Patience} the client knew {string.Join(", ", Known(client))}, and not {string.Join(", ", missing)}.");
            await Task.Delay(50);
        }
    }

    private static string[] Known(HBaseClient client) => [.. client.Core.Registry.Servers.Select(known => $"{known}")];

    private static async Task MoveAsync(HBaseClient admin, RegionDescription region, ServerDescription server)
    {
        await admin.Admin.MoveRegionAsync(region, server);
        while ((await admin.Admin.StatusAsync()).RegionsInTransition > 0)
            await Task.Delay(100);
    }
}

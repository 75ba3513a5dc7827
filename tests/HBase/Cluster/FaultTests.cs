using OrleansLambda.HBase.Client.Operations;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>Servers die and hang.</summary>
[Collection(OwnCluster.Name)]
public sealed class FaultTests(OwnCluster cluster)
{
    private const int Limit = 1_200_000;

    [Fact(Timeout = Limit)]
    public async Task HangingRegionServer_HoldsNobodyUpForEver()
    {
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server, options =>
        {
            options.CallTimeout = TimeSpan.FromSeconds(2);
            options.SilenceLimit = TimeSpan.FromSeconds(1);
            options.OperationTimeout = TimeSpan.FromMinutes(5);
        });
        var table = await TableAsync(client, "hanging");
        await table.MutateAsync(Enumerable.Range(0, 10).Select(i => Put($"{i}", "before")));
        await server.PauseAsync("regionserver1");
        try
        {
            await table.MutateAsync(Enumerable.Range(0, 10).Select(i => Put($"{i}", "after")));
        }
        finally
        {
            await server.ResumeAsync("regionserver1");
        }
        Assert.All(await table.GetAsync(Enumerable.Range(0, 10).Select(i => new Get($"{i}".Utf8()))), row => Assert.Equal("after", row.Value()));
    }

    [Fact(Timeout = Limit)]
    public async Task KilledMaster_IsWaitedFor_AndRowsGoOnWithoutIt()
    {
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server, options => options.OperationTimeout = TimeSpan.FromMinutes(5));
        var table = await TableAsync(client, "masterless");
        await server.KillAsync("master");
        await table.PutAsync(Put("r", "v"));
        Assert.Equal("v", (await table.GetAsync("r".Utf8())).Value());
        var making = TableAsync(client, "late");
        await server.RestartAsync("master");
        await (await making).PutAsync(Put("r", "v"));
    }

    [Fact(Timeout = Limit)]
    public async Task SlowReader_KeepsItsScanner_BeyondTheLease()
    {
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server);
        await client.Admin.CreateTableAsync(new TableDescription("slow", new FamilyDescription("f")));
        var table = client.GetTable("slow");
        await table.MutateAsync(Enumerable.Range(0, 30).Select(i => Put($"{i:D2}", "v")));
        await using var cursor = new ScanCursor(client.Core, "slow", new Scan { PageRows = 10 }, new KeyRange(default, true, default, false));
        var rows = (await cursor.NextAsync(default))!.Count;
        await Task.Delay(OwnCluster.ScannerLease * 1.5);
        while (await cursor.NextAsync(default) is { } page)
            rows += page.Count;
        Assert.Equal((30, 1), (rows, cursor.Opened));
    }

    private static async Task<HBaseTable> TableAsync(HBaseClient client, string name)
    {
        await client.Admin.CreateTableAsync(new TableDescription(name, new FamilyDescription("f")), ["3".Utf8(), "6".Utf8(), "a".Utf8()]);
        return client.GetTable(name);
    }
}

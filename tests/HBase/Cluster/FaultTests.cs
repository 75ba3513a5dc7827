using OrleansLambda.HBase.Client.Operations;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>Servers die and hang.</summary>
[Collection(OwnCluster.Name)]
public sealed class FaultTests(OwnCluster cluster)
{
    private const int Limit = 600_000;

    [Fact(Timeout = Limit)]
    public async Task KilledRegionServers_LoseNothingThatWasAcknowledged()
    {
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server, options => options.OperationTimeout = TimeSpan.FromMinutes(2));
        var table = await TableAsync(client, "killed");
        var stop = new TaskCompletionSource();
        var writing = WriteAsync(table, stop.Task);
        var counting = CountAsync(table, stop.Task);
        foreach (var role in new[] { "regionserver1", "regionserver2" })
        {
            await Task.Delay(2_000);
            await server.KillAsync(role);
            await server.RestartAsync(role);
            await table.GetAsync([.. new[] { "1", "4", "7" }.Select(row => new Get(row.Utf8()))]);
            await ServersAsync(client, 2);
        }
        stop.SetResult();
        var (acknowledged, (applied, unknown)) = (await writing, await counting);
        Assert.True(acknowledged > 1_000, $"{acknowledged} rows were written.");
        Assert.True(applied > 0);
        var found = new HashSet<string>();
        await foreach (var row in table.ScanAsync(new Scan { StopRow = "a".Utf8() }))
            Assert.True(found.Add(row.Key.Utf8()), $"{row.Key.Utf8()} came twice.");
        for (var i = 0; i < acknowledged; i++)
            Assert.True(found.Contains(Key(i)), $"{Key(i)} of {acknowledged} was acknowledged and is gone.");
        var count = int.Parse((await table.GetAsync("counter".Utf8())).Value()!);
        Assert.InRange(count, applied, applied + unknown);
    }

    [Fact(Timeout = Limit)]
    public async Task HangingRegionServer_HoldsNobodyUpForEver()
    {
        var server = await cluster.MadeWholeAsync();
        await using var client = HBaseFixture.NewClient(server, options =>
        {
            options.CallTimeout = TimeSpan.FromSeconds(2);
            options.SilenceLimit = TimeSpan.FromSeconds(1);
            options.OperationTimeout = TimeSpan.FromMinutes(2);
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
        await using var client = HBaseFixture.NewClient(server, options => options.OperationTimeout = TimeSpan.FromMinutes(2));
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
        await Task.Delay(OwnCluster.ScannerLease * 2.5);
        while (await cursor.NextAsync(default) is { } page)
            rows += page.Count;
        Assert.Equal((30, 1), (rows, cursor.Opened));
    }

    private static string Key(int i) => $"{i % 10}-{i:D8}";

    private static async Task<HBaseTable> TableAsync(HBaseClient client, string name)
    {
        await client.Admin.CreateTableAsync(new TableDescription(name, new FamilyDescription("f")), ["3".Utf8(), "6".Utf8(), "a".Utf8()]);
        return client.GetTable(name);
    }

    private static async Task<int> WriteAsync(HBaseTable table, Task stop)
    {
        var (written, acknowledged) = (0, 0);
        await using var writer = table.CreateWriter(new HBaseWriterOptions { BatchBytes = 16_384, Durability = Durability.SyncWal });
        while (!stop.IsCompleted)
        {
            for (var i = 0; i < 500; i++, written++)
                await writer.WriteAsync(Put(Key(written), $"{written}"));
            await writer.FlushAsync();
            acknowledged = written;
        }
        return acknowledged;
    }

    private static async Task<(int Applied, int Unknown)> CountAsync(HBaseTable table, Task stop)
    {
        var (applied, unknown) = (0, 0);
        while (!stop.IsCompleted)
        {
            var old = (await table.GetAsync("counter".Utf8())).Value();
            var condition = old is null ? RowCondition.Absent("counter".Utf8(), F, Q) : RowCondition.ValueEquals("counter".Utf8(), F, Q, old.Utf8());
            try
            {
                Assert.True(await table.CheckAndMutateAsync(condition, Put("counter", $"{int.Parse(old ?? "0") + 1}")), "Nobody else writes the counter.");
                applied++;
            }
            catch (HBaseOutcomeUnknownException)
            {
                unknown++;
            }
        }
        return (applied, unknown);
    }

    private static async Task ServersAsync(HBaseClient client, int count)
    {
        while ((await client.Admin.StatusAsync()).Servers.Count < count)
            await Task.Delay(200);
    }
}

namespace OrleansLambda.HBase.Tests.Operations;

/// <summary>How a scan that goes down finds its regions.</summary>
public sealed class ReversedScanTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task SecondScan_AsksTheCatalogNothing()
    {
        var cluster = new TableDialer { Rows = { "a", "c", "e", "g" } };
        cluster.Split("b", "d", "f");
        await using var client = cluster.NewClient();
        var table = client.GetTable("t");
        Assert.Equal(["g", "e", "c", "a"], await KeysAsync(table, new Scan { Reversed = true }));
        Assert.Equal(1, cluster.Lookups);
        Assert.Equal(["g", "e", "c", "a"], await KeysAsync(table, new Scan { Reversed = true }));
        Assert.Equal(["e", "c"], await KeysAsync(table, new Scan { Reversed = true, StartRow = "f".Utf8(), IncludeStartRow = false, Limit = 2 }));
        Assert.Equal(["g"], await KeysAsync(table, new Scan { Reversed = true, Limit = 1 }));
        Assert.Equal(1, cluster.Lookups);
    }

    [Fact(Timeout = Limit)]
    public async Task RegionThatIsOnNoServer_HoldsUpNobody_WhoDoesNotWantIt()
    {
        var cluster = new TableDialer { Rows = { "a", "c", "e" }, Unassigned = { "b" } };
        cluster.Split("b", "d");
        await using var client = cluster.NewClient();
        var table = client.GetTable("t");
        Assert.Equal(["e"], await KeysAsync(table, new Scan { Reversed = true, Limit = 1 }));
        Assert.Equal(["a"], await KeysAsync(table, new Scan { Reversed = true, StartRow = "b".Utf8(), IncludeStartRow = false }));
        var waiting = KeysAsync(table, new Scan { Reversed = true });
        while (cluster.Lookups < 4)
            await Task.Delay(5);
        lock (cluster.Unassigned)
            cluster.Unassigned.Clear();
        Assert.Equal(["e", "c", "a"], await waiting);
    }

    [Fact(Timeout = 10 * Limit)]
    public async Task Rows_ComeOnce_InOrder_WhateverTheRegionsWereBefore() =>
        await Gen.Select(Keys, Keys, Keys, Key, Gen.Bool).SampleAsync(
            async (rows, before, now, start, includeStart) =>
            {
                var cluster = new TableDialer();
                cluster.Rows.UnionWith(rows.Where(row => row.Length > 0));
                cluster.Split(before);
                await using var client = cluster.NewClient(options => options.MaxDelay = options.FirstDelay);
                var table = client.GetTable("t");
                Assert.Equal(cluster.Rows.Reverse(), await KeysAsync(table, new Scan { Reversed = true, PageRows = 2 }));
                cluster.Split(now);
                var expected = cluster.Rows.Reverse().Where(row => start.Length == 0 || string.CompareOrdinal(row, start) < (includeStart ? 1 : 0));
                Assert.Equal(expected, await KeysAsync(table, new Scan { Reversed = true, StartRow = start.Utf8(), IncludeStartRow = includeStart, PageRows = 2 }));
                Assert.Equal(cluster.Rows.Reverse(), await KeysAsync(table, new Scan { Reversed = true }));
            },
            iter: 200);

    private static readonly Gen<string> Key = Gen.Char['a', 'd'].Array[0, 2].Select(letters => new string(letters));

    private static readonly Gen<string[]> Keys = Key.Array[0, 8];

    private static async Task<List<string>> KeysAsync(HBaseTable table, Scan scan) => await table.ScanAsync(scan).Select(row => row.Key.Utf8()).ToListAsync();
}

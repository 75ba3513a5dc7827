using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

public sealed class ScanTests(HBaseFixture hbase)
{
    private static readonly string[] Rows = [.. Enumerable.Range(0, 2_000).Select(i => $"{i:D5}")];

    [Fact]
    public async Task Scan_GivesEveryRowOnce_InOrder_WhateverThePages()
    {
        var table = await FilledAsync();
        foreach (var scan in new[] { new Scan(), new Scan { PageRows = 7 }, new Scan { PageBytes = 1_000 }, new Scan { PageRows = 1_000, CacheBlocks = false } })
            Assert.Equal(Rows, await KeysAsync(table.ScanAsync(scan)));
        Assert.Equal(Rows, (await KeysAsync(table.ScanParallelAsync(new Scan { PageRows = 100 }, 3))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Scan_KeepsToItsRange_AndLimit()
    {
        var table = await FilledAsync();
        async Task Check(string[] expected, Scan scan)
        {
            Assert.Equal(expected, await KeysAsync(table.ScanAsync(scan)));
            if (scan is { Limit: 0, Reversed: false })
                Assert.Equal(expected, (await KeysAsync(table.ScanParallelAsync(scan, 2))).Order(StringComparer.Ordinal));
        }
        await Check(Rows[400..1201], new Scan { StartRow = "00400".Utf8(), StopRow = "01200".Utf8(), IncludeStopRow = true });
        await Check(Rows[401..1000], new Scan { StartRow = "00400".Utf8(), IncludeStartRow = false, StopRow = "01000".Utf8() });
        await Check(Rows[490..1000], new Scan { StartRow = "00490".Utf8(), StopRow = "01000".Utf8() });
        await Check(Rows[490..1001], new Scan { StartRow = "00490".Utf8(), StopRow = "01000".Utf8(), IncludeStopRow = true });
        await Check(Rows[490..1600], new Scan { StartRow = "00490".Utf8(), Limit = 1_110 });
        await Check(Rows[490..500], new Scan { StartRow = "00490".Utf8(), Limit = 10, PageRows = 3 });
        await Check(Rows[120..130], Scan.WithPrefix("0012".Utf8()));
        await Check([], new Scan { StartRow = "9".Utf8() });
        await Check([.. Rows.Reverse()], new Scan { Reversed = true, PageRows = 100 });
        await Check([.. Rows[500..1501].Reverse()], new Scan { Reversed = true, StartRow = "01500".Utf8(), StopRow = "00499".Utf8() });
        await Check([.. Rows[499..1500].Reverse()], new Scan { Reversed = true, StartRow = "01500".Utf8(), IncludeStartRow = false, StopRow = "00499".Utf8(), IncludeStopRow = true });
        await Check([.. Rows[1_490..1_500].Reverse()], new Scan { Reversed = true, StartRow = "01500".Utf8(), IncludeStartRow = false, Limit = 10 });
    }

    [Fact]
    public async Task Filters_DecideOnTheServer()
    {
        var table = await FilledAsync();
        Assert.Equal(
            Rows[1_990..],
            await KeysAsync(table.ScanAsync(new Scan { Filter = Filter.ColumnValue(F, Q, Comparison.GreaterOrEqual, "01990".Utf8()) })));
        var bare = new List<HBaseRow>();
        await foreach (var row in table.ScanAsync(new Scan { Filter = Filter.All(Filter.FirstKeyOnly, Filter.KeyOnly) }))
            bare.Add(row);
        Assert.Equal(Rows.Length, bare.Count);
        Assert.All(bare, row => Assert.Equal(0, row.Single().Value.Length));
        var either = Filter.Any(Filter.ColumnValue(F, Q, Comparison.Equal, "00001".Utf8()), Filter.ColumnValue(F, Q, Comparison.Equal, "01001".Utf8()));
        Assert.Equal(["00001", "01001"], await KeysAsync(table.ScanAsync(new Scan { Filter = either })));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10_000)]
    public async Task FilterByRows_GivesThoseThatAreThere_InOrder(int pageRows)
    {
        var table = await FilledAsync();
        var asked = Enumerable.Range(0, 400).Select(i => $"{i * 37 % 4_001:D5}").Concat(Rows[700..760]).ToArray(); // Some of them miss, some are neighbours.
        var filter = Filter.Rows(asked.Concat(asked[..3]).Select(key => (ReadOnlyMemory<byte>)key.Utf8()));
        var expected = asked.Intersect(Rows).Order(StringComparer.Ordinal).ToArray();
        foreach (var filters in new[] { filter, Filter.All(filter, Filter.KeyOnly) })
        {
            Assert.Equal(expected, await KeysAsync(table.ScanAsync(new Scan { Filter = filters, PageRows = pageRows })));
            Assert.Equal(
                expected.Where(key => string.CompareOrdinal(key, "00300") >= 0 && string.CompareOrdinal(key, "01300") <= 0),
                await KeysAsync(table.ScanAsync(new Scan { Filter = filters, PageRows = pageRows, StartRow = "00300".Utf8(), StopRow = "01300".Utf8(), IncludeStopRow = true })));
        }
    }

    [Fact]
    public async Task WideRow_ComesWhole_OutOfManyParts()
    {
        var table = await hbase.TableAsync();
        var value = new byte[1_000];
        for (var row = 0; row < 3; row++)
        {
            var put = new Put($"wide{row}".Utf8());
            for (var column = 0; column < 500; column++)
                put.Add(F, $"c{column:D4}".Utf8(), value);
            await table.PutAsync(put);
        }
        var counts = new List<(string, int)>();
        await foreach (var row in table.ScanAsync(new Scan { PageBytes = 20_000 }))
            counts.Add((row.Key.Utf8(), row.Select(cell => cell.Qualifier.Utf8()).Distinct().Count()));
        Assert.Equal([("wide0", 500), ("wide1", 500), ("wide2", 500)], counts);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("down")]
    [InlineData("parallel")]
    public async Task Scan_GoesOn_WhileItsRegionsMove(string way)
    {
        var (table, client) = (await FilledAsync(), await hbase.ClientAsync());
        var servers = (await client.Admin.StatusAsync()).Servers;
        var keys = new List<string>();
        var rows = way == "parallel" ? table.ScanParallelAsync(new Scan { PageRows = 50 }, 2) : table.ScanAsync(new Scan { PageRows = 50, Reversed = way == "down" });
        await foreach (var row in rows)
        {
            keys.Add(row.Key.Utf8());
            if (keys.Count is not (120 or 620 or 1_700))
                continue;
            foreach (var region in await client.Admin.RegionsAsync(table.Name))
                await client.Admin.MoveRegionAsync(region, servers.First(server => region.Server != $"{server.Host}:{server.Port}"));
        }
        Assert.Equal(way == "down" ? Rows.Reverse() : Rows, way == "parallel" ? keys.Order(StringComparer.Ordinal) : keys);
    }

    [Fact]
    public async Task SplitAndMergedRegions_AreFoundAgain_ByWhatIsKnownOfThemNoMore()
    {
        var (table, client) = (await FilledAsync(), await hbase.ClientAsync());
        var whole = await client.Admin.RegionsAsync(table.Name);
        await using var other = HBaseFixture.NewClient(await hbase.ServerAsync()); // What a client does itself, it forgets.
        await other.Admin.SplitRegionAsync(whole[0], "00250".Utf8());
        var regions = await RegionsAsync(5);
        await CheckAsync("split");
        await other.Admin.MergeRegionsAsync(regions[3], regions[4]);
        Assert.Equal(["", "00250", "00500", "01000"], (await RegionsAsync(4)).Select(region => region.StartKey.Utf8()));
        await CheckAsync("merged");

        async Task CheckAsync(string value)
        {
            // The later part of each changed region comes first: what is known of it begins elsewhere.
            foreach (var row in new[] { "01999", "01600", "01100", "00400", "00251", "00100" })
                await table.PutAsync(Put(row, value));
            await table.MutateAsync(Rows.Select(row => Put(row, value)));
            Assert.All(await table.GetAsync(Rows.Select(row => new Get(row.Utf8()))), row => Assert.Equal(value, row.Value()));
            Assert.Equal(Rows, await KeysAsync(table.ScanAsync(new Scan { PageRows = 90 })));
            Assert.Equal(Rows.Reverse(), await KeysAsync(table.ScanAsync(new Scan { PageRows = 90, Reversed = true })));
        }

        async Task<IReadOnlyList<RegionDescription>> RegionsAsync(int count)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (true)
            {
                var found = await client.Admin.RegionsAsync(table.Name);
                if (found.Count == count)
                    return found;
                Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(1), $"After a minute there were {found.Count} regions, not {count}.");
                await Task.Delay(100);
            }
        }
    }

    private static async Task<List<string>> KeysAsync(IAsyncEnumerable<HBaseRow> rows)
    {
        var keys = new List<string>();
        await foreach (var row in rows)
            keys.Add(row.Key.Utf8());
        return keys;
    }

    private async Task<HBaseTable> FilledAsync()
    {
        var table = await hbase.TableAsync("00500", "01000", "01500");
        await table.MutateAsync(Rows.Select(row => Put(row, row)));
        return table;
    }
}

using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

public sealed class AdminTests(HBaseFixture hbase)
{
    [Fact]
    public async Task Table_IsMadeAsDescribed_AndAsHBasesShellSeesIt()
    {
        var client = await hbase.ClientAsync();
        await client.Admin.CreateTableAsync(
            new TableDescription(
                "described",
                new FamilyDescription("d") { MaxVersions = 2, TimeToLive = TimeSpan.FromDays(30), Compression = "GZ", BloomFilter = "ROWCOL", BlockEncoding = "FAST_DIFF" },
                new FamilyDescription("e")),
            ["b".Utf8(), "m".Utf8()]);
        var table = await client.Admin.DescribeTableAsync("described");
        Assert.Equal(["d", "e"], table.Families.Select(family => family.Name));
        var d = table.Families[0];
        Assert.Equal((2, TimeSpan.FromDays(30), "GZ", "ROWCOL", "FAST_DIFF"), (d.MaxVersions, d.TimeToLive, d.Compression, d.BloomFilter, d.BlockEncoding));
        Assert.Null(table.Families[1].TimeToLive);
        var regions = await client.Admin.RegionsAsync("described");
        Assert.Equal([("", "b"), ("b", "m"), ("m", "")], regions.Select(region => (region.StartKey.Utf8(), region.EndKey.Utf8())));
        var shell = await (await hbase.ServerAsync()).ShellAsync("describe 'described'");
        Assert.Contains("BLOOMFILTER => 'ROWCOL'", shell, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HBaseTableExistsException>(() => client.Admin.CreateTableAsync(table));
    }

    [Fact]
    public async Task Table_LivesItsLife()
    {
        var client = await hbase.ClientAsync();
        var table = await hbase.TableAsync("m");
        Assert.True(await client.Admin.TableExistsAsync(table.Name));
        Assert.Contains(table.Name, await client.Admin.ListTablesAsync());
        await table.PutAsync(Put("a", "1"));
        await client.Admin.FlushAsync(table.Name);
        Assert.Equal("1", (await table.GetAsync("a".Utf8())).Value());
        Assert.True(await client.Admin.IsEnabledAsync(table.Name));
        await client.Admin.DisableTableAsync(table.Name);
        Assert.False(await client.Admin.IsEnabledAsync(table.Name));
        await client.Admin.TruncateTableAsync(table.Name);
        Assert.Null(await table.GetAsync("a".Utf8()));
        Assert.Equal(2, (await client.Admin.RegionsAsync(table.Name)).Count);
        await client.Admin.DisableTableAsync(table.Name);
        await client.Admin.DeleteTableAsync(table.Name);
        Assert.False(await client.Admin.TableExistsAsync(table.Name));
        foreach (var ask in new Func<Task>[] { () => client.Admin.DescribeTableAsync(table.Name), () => client.Admin.IsEnabledAsync(table.Name), () => client.Admin.DisableTableAsync(table.Name) })
            Assert.Equal(table.Name, (await Assert.ThrowsAsync<HBaseTableNotFoundException>(ask)).Table);
    }

    [Fact]
    public async Task Status_NamesTheServers()
    {
        var status = await (await hbase.ClientAsync()).Admin.StatusAsync();
        Assert.StartsWith("2.", status.Version, StringComparison.Ordinal);
        Assert.NotEmpty(status.ClusterId);
        Assert.NotNull(status.Master);
        Assert.Equal(2, status.Servers.Count);
    }
}

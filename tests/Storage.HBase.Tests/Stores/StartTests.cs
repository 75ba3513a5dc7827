using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

/// <summary>How the stores begin: with tables or without, and where nobody answers.</summary>
public sealed class StartTests(Cluster cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Open_MakesWhatIsMissing_AlsoWhereSeveralDoSoAtOnce()
    {
        await using var tables = await cluster.TablesAsync();
        var logs = Enumerable.Range(0, 3).Select(_ => new KeptLog<HBaseTables>()).ToArray();

        await Task.WhenAll(logs.Select(log => tables.Connect(logger: log).OpenAsync()));
        await tables.Connect().OpenAsync();

        Assert.Equal(4, logs.SelectMany(log => log.Lines).Count(line => line.StartsWith("Information: The table ", StringComparison.Ordinal)));
        Assert.DoesNotContain(logs.SelectMany(log => log.Lines), line => line.StartsWith("Warning", StringComparison.Ordinal));
        foreach (var (name, regions, families) in new[] { ("taxi_raw", 8, "raw"), ("taxi_realtime_tumbling", 4, "open,rt"), ("taxi_agg", 1, "agg"), ("taxi_state", 1, "state") })
        {
            var found = await tables.Client.Admin.DescribeTableAsync(tables.Prefix + name);
            Assert.Equal((families, regions), (string.Join(',', found.Families.Select(family => family.Name)), (await tables.Client.Admin.RegionsAsync(tables.Prefix + name)).Count));
            Assert.All(found.Families, family => Assert.Equal((1, "ROW", "FAST_DIFF"), (family.MaxVersions, family.BloomFilter, family.BlockEncoding)));
        }
    }

    [Fact]
    public async Task Open_SaysWhatDiffers_AndLeavesItAsItIs()
    {
        await using var tables = await cluster.TablesAsync();
        var log = new KeptLog<HBaseTables>();
        var opened = tables.Connect(logger: log);
        await tables.Client.Admin.CreateTableAsync(new TableDescription(opened.Days.Name, new FamilyDescription("agg") { MaxVersions = 5, BloomFilter = "ROW", BlockEncoding = "FAST_DIFF" }));

        await opened.MakeAsync(TableShape.Days);

        Assert.Equal(
            $"Warning: The table {opened.Days.Name} is not as it would be made here, and is used as it is: SPLIT_POLICY is not set and not org.apache.hadoop.hbase.regionserver.DisabledRegionSplitPolicy; VERSIONS of family agg is 5 and not 1.",
            Assert.Single(log.Lines));
        Assert.Equal(5, (await tables.Client.Admin.DescribeTableAsync(opened.Days.Name)).Families[0].MaxVersions);
    }

    [Fact]
    public async Task Open_IsRefused_WhereATableLacksAFamily()
    {
        await using var tables = await cluster.TablesAsync();
        var opened = tables.Connect();
        await tables.Client.Admin.CreateTableAsync(new TableDescription(opened.Windows.Name, new FamilyDescription("rt")));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => opened.MakeAsync(TableShape.Windows));

        Assert.Contains($"{opened.Windows.Name} lacks the family open", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_Answers_WhereTheStoresWork()
    {
        await using var tables = await cluster.TablesAsync();
        await using var services = Services(tables.Server.Master, tables.Prefix);
        var probe = services.GetRequiredService<HBaseProbe>();

        await AnswerAsync(probe);
        await AnswerAsync(probe);

        Assert.Null(probe.Pending);
        Assert.Equal(0, await services.GetRequiredService<ITripStore>().CountAsync());
    }

    [Fact]
    public async Task Probe_SaysWhoDoesNotAnswer_BeforeLong()
    {
        await using var services = Services("localhost:1", "");
        var start = TimeProvider.System.GetTimestamp();

        var failure = await Assert.ThrowsAnyAsync<HBaseException>(() => services.GetRequiredService<HBaseProbe>().AskAsync(default));

        Assert.Contains("localhost:1", failure.Message, StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "The probe took as long as the stores do.");
    }

    [Theory]
    [InlineData("a b", false)]
    [InlineData("a:b:c", false)]
    [InlineData("", true)]
    [InlineData("staging:", true)]
    [InlineData("ns:a.b-c_", true)]
    public async Task Prefix_IsAName(string prefix, bool allowed)
    {
        await using var services = Services("localhost:1", prefix);
        var failure = Record.Exception(() => services.GetRequiredService<IOptions<HBaseStorageOptions>>().Value);

        Assert.Equal(allowed, failure is null);
        if (failure is not null)
            Assert.Contains("HBaseStorage:TablePrefix", failure.Message, StringComparison.Ordinal);
    }

    // The probe is impatient, and a server that has much to do may need longer; so it is asked again, as a host does.
    private static async Task AnswerAsync(HBaseProbe probe)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ; await Task.Delay(200))
        {
            try
            {
                await probe.AskAsync(default);
                return;
            }
            catch (HBaseException) when (TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                // It is asked again.
            }
        }
    }

    private static ServiceProvider Services(string servers, string prefix) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("HBase:Servers", servers), new("HBaseStorage:TablePrefix", prefix)]).Build())
        .AddLogging()
        .AddHBaseStorage()
        .BuildServiceProvider();
}

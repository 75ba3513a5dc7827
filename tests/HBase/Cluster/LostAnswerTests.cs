using System.Buffers.Binary;
using OrleansLambda.HBase.Client.Wire;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Cluster;

/// <summary>The server does what is asked, and its answer is lost: nothing is done twice, and the caller is told what is known.</summary>
[Collection(OwnCluster.Name)]
public sealed class LostAnswerTests(OwnCluster cluster) : IAsyncDisposable
{
    private const int Limit = 1_200_000;

    private static readonly byte[] Row = "r".Utf8();

    private readonly CuttingDialer _dialer = new();
    private HBaseClient? _client;

    [Fact(Timeout = Limit)]
    public async Task Increment_IsCountedOnce_AndGivesItsValue()
    {
        var table = await TableAsync("lost_increments");
        for (var i = 1; i <= 20; i++)
        {
            _dialer.CutNextAnswer();
            Assert.Equal(i, Number(await table.IncrementAsync(new Increment(Row).Add(F, Q, 1))));
            Assert.Equal(i, _dialer.Cuts);
        }
        Assert.Equal(20, Number(await table.GetAsync(Row)));
    }

    [Fact(Timeout = Limit)]
    public async Task Increment_GivesTheValueAsItWasThen_ThoughOthersWentOn()
    {
        var table = await TableAsync("lost_increment_overtaken");
        var other = HBaseFixture.NewClient(cluster.Server);
        await using var _ = other;
        _dialer.CutNextAnswer(() => other.GetTable(table.Name).IncrementAsync(new Increment(Row).Add(F, Q, 100)));
        Assert.Equal(1, Number(await table.IncrementAsync(new Increment(Row).Add(F, Q, 1))));
        Assert.Equal(101, Number(await table.GetAsync(Row)));
    }

    [Fact(Timeout = Limit)]
    public async Task Append_IsMadeOnce_AloneAndInABatch()
    {
        var table = await TableAsync("lost_appends");
        _dialer.CutNextAnswer();
        Assert.Equal("a", (await table.AppendAsync(new Append(Row).Add(F, Q, "a".Utf8()))).Value());
        _dialer.CutNextAnswer();
        var results = await table.BatchAsync([new Append(Row).Add(F, Q, "b".Utf8()), new Increment("s".Utf8()).Add(F, Q, 5), Put("t", "v")]);
        Assert.Equal(2, _dialer.Cuts);
        Assert.Equal(("ab", 5), (results[0].RowOrThrow().Value(), Number(results[1].RowOrThrow())));
        Assert.Null(results[2].Failure);
        Assert.Equal("ab", (await table.GetAsync(Row)).Value());
        Assert.Equal(5, Number(await table.GetAsync("s".Utf8())));
    }

    [Fact(Timeout = Limit)]
    public async Task Increment_IsNotRepeated_WhereServersKeepNoNonces()
    {
        var table = await TableAsync("lost_without_nonces", repeatByNonce: false);
        var increment = new Increment(Row).Add(F, Q, 1);
        _dialer.CutNextAnswer();
        await Assert.ThrowsAsync<HBaseOutcomeUnknownException>(() => table.IncrementAsync(increment));
        Assert.Equal(1, Number(await table.GetAsync(Row)));
        _dialer.CutNextAnswer();
        Assert.IsType<HBaseOutcomeUnknownException>((await table.BatchAsync([increment]))[0].Failure);
        Assert.Equal(2, _dialer.Cuts);
        Assert.Equal(2, Number(await table.GetAsync(Row)));
    }

    [Fact(Timeout = Limit)]
    public async Task ChangeOnACondition_IsNotRepeated_ForItWouldReportTheOpposite()
    {
        var table = await TableAsync("lost_condition");
        _dialer.CutNextAnswer();
        await Assert.ThrowsAsync<HBaseOutcomeUnknownException>(() => table.CheckAndMutateAsync(RowCondition.Absent(Row, F, Q), Put("r", "1")));
        Assert.Equal("1", (await table.GetAsync(Row)).Value());
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RegionThatHasLeft_LeavesTheOutcomeUnknown_AndTheCountRight(bool batch)
    {
        var table = await TableAsync($"lost_and_moved_{batch}");
        await using var admin = HBaseFixture.NewClient(cluster.Server);
        _dialer.CutNextAnswer(async () =>
        {
            var region = (await admin.Admin.RegionsAsync(table.Name)).Single();
            var servers = (await admin.Admin.StatusAsync()).Servers;
            await admin.Admin.MoveRegionAsync(region, servers.First(server => region.Server != $"{server.Host}:{server.Port}"));
        });
        var increment = new Increment(Row).Add(F, Q, 1);
        if (batch)
            Assert.IsType<HBaseOutcomeUnknownException>((await table.BatchAsync([increment]))[0].Failure);
        else
            await Assert.ThrowsAsync<HBaseOutcomeUnknownException>(() => table.IncrementAsync(increment));
        Assert.Equal(1, Number(await table.GetAsync(Row)));
    }

    [Fact(Timeout = Limit)]
    public async Task ServerThatDied_LeavesTheOutcomeUnknown_AndTheCountRight_AlsoWhenItsSuccessorHasItsPort()
    {
        var table = await TableAsync("lost_and_died");
        await using var admin = HBaseFixture.NewClient(cluster.Server);
        var place = (await admin.Admin.RegionsAsync(table.Name)).Single().Server;
        var role = place == cluster.Server.RegionServer ? "regionserver1" : "regionserver2";
        _dialer.CutNextAnswer(async () =>
        {
            await admin.Admin.FlushAsync(table.Name); // What is flushed is not read from the log again, nor is its nonce.
            await cluster.Server.KillAsync(role);
            await cluster.Server.RestartAsync(role);
        });
        await Assert.ThrowsAsync<HBaseOutcomeUnknownException>(() => table.IncrementAsync(new Increment(Row).Add(F, Q, 1)));
        Assert.Equal(1, Number(await table.GetAsync(Row)));
    }

    [Fact(Timeout = Limit)]
    public async Task Server_TellsItsIncarnation_AndAnotherOneIsAnother()
    {
        var server = await cluster.MadeWholeAsync();
        var client = _client = HBaseFixture.NewClient(server);
        var servers = (await client.Admin.StatusAsync()).Servers;
        foreach (var one in servers)
        {
            var connection = await client.Core.Pool.ConnectionAsync(new ServerAddress(one.Host, one.Port), RpcService.Client, TimeSpan.FromSeconds(10), default);
            Assert.Equal($"{one.Host},{one.Port},{one.StartCode}", await connection.IncarnationAsync(TimeSpan.FromSeconds(10), default));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
    }

    private static long Number(HBaseRow? row) => BinaryPrimitives.ReadInt64BigEndian(row!["f"u8, "q"u8]!.Value.Span);

    /// <summary>A new table, and a client that has all the connections it needs.</summary>
    private async Task<HBaseTable> TableAsync(string name, bool repeatByNonce = true)
    {
        var server = await cluster.MadeWholeAsync();
        var options = new HBaseOptions
        {
            Servers = $"{server.Master},{server.RegionServerAt(1)},{server.RegionServerAt(2)}", // All of them, for some are killed.
            CallTimeout = TimeSpan.FromMinutes(2), // Longer than what happens while an answer is held back.
            SilenceLimit = TimeSpan.FromMinutes(2),
            OperationTimeout = TimeSpan.FromMinutes(5),
            RepeatByNonce = repeatByNonce,
        };
        _client = new HBaseClient(options, new SimpleSecurity("tester"), _dialer, null, null);
        await _client.Admin.CreateTableAsync(new TableDescription(name, new FamilyDescription("f")));
        var table = _client.GetTable(name);
        Assert.Null(await table.GetAsync(Row));
        await table.IncrementAsync(new Increment("warm".Utf8()).Add(F, Q, 1));
        return table;
    }
}

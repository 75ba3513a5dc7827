using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Faults;

/// <summary>Servers refuse, for now or for good, and what becomes of the operation.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private const int Limit = 60_000;
    private const string Package = "org.apache.hadoop.hbase.";

    private readonly TableDialer _cluster = new() { Rows = { "r", "s" } };
    private readonly HBaseClient _client;
    private readonly HBaseTable _table;

    public RefusalTests()
    {
        _client = _cluster.NewClient();
        _table = _client.GetTable("t");
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Operation_GoesOn_ThroughRefusalsForNow(bool batch)
    {
        string[] names = ["exceptions.RegionOpeningException", "CallQueueTooBigException", "CallDroppedException", "regionserver.RegionServerStoppedException"];
        var refusals = new Queue<string>(names.Select(name => Package + name));
        var lookups = new List<int>();
        _cluster.Before = request =>
        {
            var row = request switch { Proto.GetRequest get => get.Get.Row, Proto.MultiRequest multi => multi.RegionAction[0].Action[0].Get.Row, _ => null };
            if (row?.ToStringUtf8() != "r")
                return Task.FromResult<string?>(null);
            lookups.Add(_cluster.Lookups);
            return Task.FromResult(refusals.TryDequeue(out var refusal) ? refusal : null);
        };
        var values = batch ? await _table.GetAsync([new Get("r".Utf8()), new Get("s".Utf8())]) : [await _table.GetAsync("r".Utf8()), await _table.GetAsync("s".Utf8())];
        Assert.Equal(["r", "s"], values.Select(row => row.Value()));
        Assert.Equal([1, 1, 1, 1, 2], lookups); // Only the server that has stopped is not asked again before the region is looked for.
    }

    [Fact(Timeout = Limit)]
    public async Task Batch_GoesOn_ThroughRefusalsOfOneOfItsRegions()
    {
        _cluster.Split("s");
        _cluster.RegionRefusals.Enqueue(Package + "exceptions.RegionOpeningException");
        _cluster.RegionRefusals.Enqueue(Package + "NotServingRegionException");
        _cluster.RegionRefusals.Enqueue(Package + "RegionTooBusyException");
        Assert.Equal(["r", "s"], (await _table.GetAsync([new Get("r".Utf8()), new Get("s".Utf8())])).Select(row => row.Value()));
        Assert.Empty(_cluster.RegionRefusals);
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ValueThatTheServerCannotTell_IsTold_WithItsPlace(bool append)
    {
        var e = await Assert.ThrowsAsync<HBaseOutcomeUnknownException>(() =>
            append ? _table.AppendAsync(new Append("r".Utf8()).Add(F, Q, "x".Utf8())) : _table.IncrementAsync(new Increment("r".Utf8()).Add(F, Q, 1)));
        Assert.Contains("It was done", e.Message, StringComparison.Ordinal);
        Assert.Equal(("t", "r", "s:1", 1), (e.Table, e.Row.Utf8(), e.Server, e.Attempts));
        Assert.NotNull(e.Region);
    }

    [Fact(Timeout = Limit)]
    public async Task RequestThatNoServerTakes_IsRefusedAtOnce()
    {
        Get[] gets =
        [
            new("r".Utf8()) { MaxVersions = 0 },
            new("r".Utf8()) { MaxVersions = -1 },
            new("r".Utf8()) { Timestamps = new TimestampRange(-1, 5) },
            new("r".Utf8()) { Timestamps = new TimestampRange(5, 4) },
        ];
        foreach (var get in gets)
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _table.GetAsync(get));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _table.ExistsAsync(get));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _table.BatchAsync([new Get("s".Utf8()), get]));
        }
        foreach (var range in new[] { new TimestampRange(-1, 5), new TimestampRange(5, 4) })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _table.ScanAsync(new Scan { Timestamps = range }).CountAsync());
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _table.ScanParallelAsync(new Scan { Timestamps = range }, 2).CountAsync());
        }
        Assert.Empty(_cluster.Asked);
        Assert.Equal("r", (await _table.GetAsync(new Get("r".Utf8()) { Timestamps = new TimestampRange(0, 0) })).Value()); // Of no time at all, which is taken.
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}

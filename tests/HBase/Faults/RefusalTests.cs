using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Faults;

/// <summary>Servers refuse, for now or for good, and what becomes of the operation.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private const int Limit = 60_000;

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

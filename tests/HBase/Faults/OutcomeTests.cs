using Microsoft.Extensions.Time.Testing;
using static OrleansLambda.HBase.Tests.Support.Text;

namespace OrleansLambda.HBase.Tests.Faults;

/// <summary>What callers are told of a change, after all that can befall it.</summary>
public sealed class OutcomeTests : IAsyncDisposable
{
    private const int Limit = 60_000;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeCluster _cluster = new();
    private readonly HBaseClient _client;
    private readonly HBaseTable _table;

    public OutcomeTests()
    {
        _client = _cluster.NewClient(_time);
        _table = _client.GetTable("t");
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PutThatAServerGot_BeforeItWasGone_MayHaveBeenMade(bool batch)
    {
        _cluster.Rows = (_, _) =>
        {
            _cluster.Gone.Add("rows");
            return null;
        };
        var failure = await FailureAsync(Put("r", "v"), batch);
        Assert.IsType<HBaseTimeoutException>(failure);
    }

    [Theory(Timeout = Limit)]
    [InlineData("registry")]
    [InlineData("meta")]
    [InlineData("rows")]
    public async Task ServerThatRefusesTheConnection_IsToldAtOnce_ByItsRefusal(string host)
    {
        _cluster.Refusing.Add(host);
        var condition = RowCondition.Absent("r".Utf8(), F, Q);
        var e = await Assert.ThrowsAsync<HBaseAccessDeniedException>(() => _table.CheckAndMutateAsync(condition, Put("r", "v")));
        Assert.Contains($"{host}:1", e.Message, StringComparison.Ordinal);
        var result = (await _table.CheckAndMutateAsync([new ConditionalMutation(condition, Put("r", "v"))]))[0];
        Assert.Contains($"{host}:1", Assert.IsType<HBaseAccessDeniedException>(result.Failure).Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    /// <summary>Why a change fails, while time flies once it has been sent.</summary>
    private async Task<HBaseException> FailureAsync(Mutation mutation, bool batch)
    {
        var failing = batch
            ? Task.Run(async () => (await _table.BatchAsync([mutation]))[0].Failure!)
            : Assert.ThrowsAnyAsync<HBaseException>(() => mutation is Increment increment ? _table.IncrementAsync(increment) : _table.PutAsync((Put)mutation));
        while (!_cluster.Asked.Contains(batch ? "rows Multi" : "rows Mutate"))
            await Task.Delay(5);
        while (!failing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }
        return await failing;
    }
}

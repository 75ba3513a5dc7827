using Google.Protobuf;
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

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task IncrementWhoseAnswerCannotBeRead_MayHaveBeenMade(bool batch)
    {
        _cluster.Rows = (header, _) => FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, batch ? new Proto.MultiResponse() : TooFewCells());
        Assert.IsType<HBaseOutcomeUnknownException>(await FailureAsync(Increment(), batch));
        Assert.IsType<HBaseProtocolException>(await FailureAsync(Put("r", "v"), batch));
    }

    [Fact(Timeout = Limit)]
    public async Task ChangeOnACondition_WhoseAnswerCannotBeRead_MayHaveBeenMade()
    {
        _cluster.Rows = (header, _) => FakeServer.Frame(new Proto.ResponseHeader { CallId = header.CallId }, TooFewCells());
        await Assert.ThrowsAsync<HBaseOutcomeUnknownException>(() => _table.CheckAndMutateAsync(RowCondition.Absent("r".Utf8(), F, Q), Put("r", "v")));
    }

    [Fact(Timeout = Limit)]
    public async Task UnreadableCatalog_IsToldAsSuch_ForNothingWasSent()
    {
        _cluster.CatalogServer = "no address";
        await Assert.ThrowsAsync<HBaseProtocolException>(() => _table.IncrementAsync(Increment()));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task IncrementInDoubt_WhoseRegionNeverComesBack_MayHaveBeenMade(bool batch)
    {
        _cluster.Rows = (_, _) =>
        {
            _cluster.CatalogServer = null;
            return null;
        };
        Assert.IsType<HBaseOutcomeUnknownException>(await FailureAsync(Increment(), batch));
    }

    [Theory(Timeout = Limit)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task ServerTooBusyToSayWhichItIs_IsAskedAgain_BeforeTheIncrementIsSent_OrRepeated(int busyAt, bool batch)
    {
        await using var client = _cluster.NewClient(TimeProvider.System);
        var (questions, calls, which) = (0, 0, _cluster.WhichProcess);
        _cluster.WhichProcess = header => ++questions == busyAt ? FakeCluster.Exception(header, "CallQueueTooBigException", "Call queue is full") : which(header);
        _cluster.Rows = (header, _) => ++calls == 1 ? null : batch ? FakeCluster.BatchAnswer(header) : FakeServer.GetAnswer(header.CallId, [1]);
        if (batch)
            Assert.Null((await client.GetTable("t").BatchAsync([Increment()]))[0].Failure);
        else
            Assert.NotNull(await client.GetTable("t").IncrementAsync(Increment()));
        Assert.Equal((3, 2), (questions, calls));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task QuotaThatIsFullForLongerThanThereIsTime_IsToldAtOnce(bool batch)
    {
        const string name = "quotas.RpcThrottlingException", sentence = "number of requests exceeded - wait 1hr, 0mins, 0sec, 0ms";
        _cluster.Rows = (header, _) => batch
            ? FakeCluster.BatchAnswer(header, new Proto.NameBytesPair { Name = $"org.apache.hadoop.hbase.{name}", Value = ByteString.CopyFromUtf8(sentence) })
            : FakeCluster.Exception(header, name, sentence);
        var e = batch ? (await _table.BatchAsync([Put("r", "v")]))[0].Failure : await Assert.ThrowsAsync<HBaseTimeoutException>(() => _table.PutAsync(Put("r", "v")));
        Assert.Contains(sentence, Assert.IsType<HBaseTimeoutException>(e).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task OverloadedServer_IsLeftAloneForAWhile()
    {
        var calls = new List<DateTimeOffset>();
        _cluster.Rows = (header, _) =>
        {
            calls.Add(_time.GetUtcNow());
            return calls.Count == 1 ? FakeCluster.Exception(header, "CallQueueTooBigException", "Call queue is full", overloaded: true) : FakeServer.GetAnswer(header.CallId, [1]);
        };
        var putting = _table.PutAsync(Put("r", "v"));
        while (!putting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(5);
        }
        await putting;
        Assert.True(calls[1] - calls[0] >= TimeSpan.FromMilliseconds(500));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HangingCatalog_DoesNotOutlastTheTimeOfAnOperation(bool batch)
    {
        var (start, operation, enough) = (_time.GetUtcNow(), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));
        await using var client = _cluster.NewClient(_time, options => (options.CallTimeout, options.OperationTimeout, options.SilenceLimit) = (operation, operation, operation));
        _cluster.Rows = (_, _) =>
        {
            _cluster.Hanging.Add("meta"); // From here on a lookup lasts as long as a call may.
            _time.Advance(operation * 0.9);
            return null;
        };
        Task put = batch ? client.GetTable("t").MutateAsync([Put("r", "v")]) : client.GetTable("t").PutAsync(Put("r", "v"));
        while (!put.IsCompleted && _time.GetUtcNow() - start < enough)
        {
            await Task.Delay(25); // Whatever waits for time to pass has begun to.
            _time.Advance(TimeSpan.FromSeconds(5));
        }
        await Assert.ThrowsAsync<HBaseTimeoutException>(() => put);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static Increment Increment() => new Increment("r".Utf8()).Add(F, Q, 1);

    private static Proto.MutateResponse TooFewCells() => new() { Result = new Proto.Result { AssociatedCellCount = 3 } };

    /// <summary>Why a change fails, while time flies once it has been sent.</summary>
    private async Task<HBaseException> FailureAsync(Mutation mutation, bool batch)
    {
        int Sent() => _cluster.Asked.Count(call => call == (batch ? "rows Multi" : "rows Mutate"));
        var before = Sent();
        var failing = batch
            ? Task.Run(async () => (await _table.BatchAsync([mutation]))[0].Failure!)
            : Assert.ThrowsAnyAsync<HBaseException>(() => mutation is Increment increment ? _table.IncrementAsync(increment) : _table.PutAsync((Put)mutation));
        while (Sent() == before)
            await Task.Delay(5);
        while (!failing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }
        return await failing;
    }
}

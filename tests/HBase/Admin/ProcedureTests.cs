using Microsoft.Extensions.Time.Testing;

namespace OrleansLambda.HBase.Tests.Admin;

/// <summary>The master goes away, or refuses, while it is asked to do something.</summary>
public sealed class ProcedureTests : IAsyncDisposable
{
    private const int Limit = 60_000;

    private readonly FakeTimeProvider _time = new();
    private readonly TableDialer _cluster = new() { Procedures = Proto.GetProcedureResultResponse.Types.State.Running };
    private readonly HBaseClient _client;

    public ProcedureTests() => _client = _cluster.NewClient(time: _time);

    [Fact(Timeout = Limit)]
    public async Task Procedure_IsFollowed_WhileTheMasterIsAwayForLongerThanAnOperationMayTake()
    {
        var creating = await BegunAsync();
        _cluster.Gone = true;
        await PassAsync(_client.Core.Options.OperationTimeout * 2);
        Assert.False(creating.IsCompleted);
        (_cluster.Gone, _cluster.Procedures) = (false, Proto.GetProcedureResultResponse.Types.State.Finished);
        await EndAsync(creating, step: TimeSpan.FromMilliseconds(100)); // The rest of the procedure's time is not to fly by before the master is asked again.
        await creating;
    }

    [Fact(Timeout = Limit)]
    public async Task Procedure_IsGivenUp_WithATimeout_ThatSaysThatItGoesOn()
    {
        var creating = await BegunAsync();
        _cluster.Gone = true;
        await EndAsync(creating, step: TimeSpan.FromSeconds(1));
        var e = await Assert.ThrowsAsync<HBaseTimeoutException>(() => creating);
        Assert.Contains("procedure 7 of CreateTable goes on", e.Message, StringComparison.Ordinal);
        Assert.Equal("t", e.Table);
        Assert.True(e.Attempts > 1);
    }

    [Fact(Timeout = Limit)]
    public async Task Refusal_TellsTableServerAndAttempts()
    {
        _cluster.Before = request => Task.FromResult(request is Proto.GetTableStateRequest ? "org.apache.hadoop.hbase.TableNotFoundException" : null);
        var e = await Assert.ThrowsAsync<HBaseTableNotFoundException>(() => _client.Admin.IsEnabledAsync("default:t"));
        Assert.Equal(("t", "s:1", 1), (e.Table, e.Server, e.Attempts));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    /// <summary>A creation of a table whose procedure has been asked after.</summary>
    private async Task<Task> BegunAsync()
    {
        var creating = _client.Admin.CreateTableAsync(new TableDescription("t", new FamilyDescription("f")));
        while (!_cluster.Asked.OfType<Proto.GetProcedureResultRequest>().Any())
            await Task.Delay(5);
        return creating;
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
            await TickAsync(TimeSpan.FromSeconds(1));
    }

    private async Task EndAsync(Task task, TimeSpan step)
    {
        while (!task.IsCompleted)
            await TickAsync(step);
    }

    private async Task TickAsync(TimeSpan step)
    {
        _time.Advance(step);
        await Task.Delay(5);
    }
}

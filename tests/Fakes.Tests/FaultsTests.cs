using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Fakes.Tests;

public sealed class FaultsTests
{
    private const string Write = nameof(IWindowStore.TryWriteAsync);

    private readonly InMemoryDisk _disk = new();
    private readonly InMemoryWindowStore _store;
    private readonly WindowState _row = WindowState.Empty(TumblingWindow.FromNumber(1)) with { Version = 1 };

    public FaultsTests() => _store = new InMemoryWindowStore(_disk);

    [Fact]
    public async Task FailedCall_DidNothing_AndTheSameCallWorksLater()
    {
        _store.Faults.FailNext(Write, times: 2);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.TryWriteAsync(_row));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.TryWriteAsync(_row));
        Assert.Null(await _store.ReadAsync(_row.Window));

        Assert.True(await _store.TryWriteAsync(_row));
        Assert.Equal(3, _store.Faults.Calls(Write));
    }

    [Fact]
    public async Task LostAnswer_HidesAWriteThatTookEffect()
    {
        _store.Faults.LoseNextAnswer(Write);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _store.TryWriteAsync(_row));

        Assert.Equal(_row, await _store.ReadAsync(_row.Window));
    }

    [Fact]
    public async Task LostRequest_LooksTheSame_AndHadNoEffect()
    {
        _store.Faults.LoseNextRequest(Write);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _store.TryWriteAsync(_row));

        Assert.Null(await _store.ReadAsync(_row.Window));
    }

    [Fact]
    public async Task LostPart_IsMissing_AndTheRestIsThere()
    {
        var log = new InMemoryEventLog(_disk, TimeProvider.System);
        IReadOnlyList<ReadOnlyMemory<byte>> records = [new byte[] { 0 }, new byte[] { 1 }, new byte[] { 2 }];
        log.Faults.LosePartOfNext(nameof(IEventLog.AppendAsync), place => place != 1);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => log.AppendAsync(0, records));
        Assert.Equal(4, await log.AppendAsync(0, records));

        await using var reader = log.OpenReader(0, 0);
        Assert.Equal([0, 2, 0, 1, 2], (await reader.ReadAsync(9)).Records.Select(record => record.Value.Span[0]));
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task Hold_StopsACall_BeforeOrAfterItsEffect(FaultMoment moment)
    {
        var hold = _store.Faults.HoldNext(Write, moment);

        var writing = _store.TryWriteAsync(_row);
        await hold.Reached.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(writing.IsCompleted);
        Assert.Equal(moment == FaultMoment.After, await _store.ReadAsync(_row.Window) is not null);
        hold.Release();

        Assert.True(await writing);
    }

    [Fact]
    public async Task Hold_CanEndTheCall_WithAnException()
    {
        var hold = _store.Faults.HoldNext(Write, FaultMoment.Before);
        var writing = _store.TryWriteAsync(_row);

        hold.Fail(new StoreUnavailableException("gone"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => writing);
        Assert.Null(await _store.ReadAsync(_row.Window));
    }

    [Fact]
    public async Task Faults_StrikeTheirOwnOperationAndPortAlone_AndCanBeCleared()
    {
        _store.Faults.FailNext(Write);
        Assert.Null(await _store.ReadAsync(_row.Window));
        Assert.True(await new InMemoryWindowStore(_disk).TryWriteAsync(_row));

        _store.Faults.Before = _ => throw new StoreUnavailableException("always");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.ReadAsync(_row.Window));
        _store.Faults.Clear();

        Assert.False(await _store.TryWriteAsync(_row));
    }

    [Fact]
    public async Task FailedRead_LeavesAReaderWhereItStood()
    {
        var log = new InMemoryEventLog(_disk, TimeProvider.System);
        await log.AppendAsync(0, [new byte[] { 1 }, new byte[] { 2 }]);
        await using var reader = log.OpenReader(0, 0);
        log.Faults.FailNext(nameof(ILogReader.ReadAsync));
        log.Faults.LoseNextAnswer(nameof(ILogReader.ReadAsync));

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await reader.ReadAsync(1));
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await reader.ReadAsync(1));

        Assert.Equal(0, Assert.Single((await reader.ReadAsync(1)).Records).Offset);
    }
}

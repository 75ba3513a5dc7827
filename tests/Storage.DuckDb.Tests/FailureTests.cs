using DuckDB.NET.Native;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class FailureTests : IDisposable
{
    private const int TimeoutMs = 180_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = TimeoutMs)]
    public async Task Write_FailsAlone_WhenItIsTheOneAtFault()
    {
        await using var database = await _folder.OpenAsync();
        var (log, trips, checkpoints) = (new DuckDbEventLog(database), new DuckDbTripStore(database), new DuckDbCheckpointStore(database));
        using var together = await HoldAsync(database);
        var good = log.AppendAsync(0, [new byte[] { 1 }]);
        var bad = trips.AppendAsync([Trip(0, vendor: long.MaxValue)]);
        var alsoGood = checkpoints.TryWriteAsync(new("key", "{}", 1));
        var alsoBad = checkpoints.TryWriteAsync(new("other", "\ud800", 1));
        var last = trips.AppendAsync([Trip(1, vendor: 2)]);
        together.Release();

        Assert.Equal(0, await good);
        Assert.True(await alsoGood);
        Assert.Equal(1, await last);
        await Assert.ThrowsAsync<OverflowException>(() => bad);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => alsoBad);
        Assert.Equal(1, await trips.CountAsync());
        Assert.Equal(new LogRange(0, 1), await log.GetRangeAsync(0));
        Assert.Null(await checkpoints.ReadAsync("other"));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Write_DidNothing_WhenTheDatabaseFailedBeforeTheCommit()
    {
        await using var database = await _folder.OpenAsync();
        var log = new DuckDbEventLog(database);
        await log.AppendAsync(0, [new byte[] { 1 }]);
        FailOnce(database, WriteMoment.BeforeCommit, DuckDBErrorType.Fatal);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.AppendAsync(0, [new byte[] { 2 }]));

        Assert.Equal(1, await EventuallyAsync(() => log.AppendAsync(0, [new byte[] { 3 }])));
        Assert.Equal([1, 3], await ReadBytesAsync(log));
    }

    [Theory(Timeout = TimeoutMs)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_HasAnUnknownOutcome_WhenTheDatabaseFailedInTheCommit(bool happened)
    {
        await using var database = await _folder.OpenAsync();
        var (log, windows) = (new DuckDbEventLog(database), new DuckDbWindowStore(database));
        var state = WindowState.Empty(TumblingWindow.Of(_folder.Clock.GetUtcNow())) with { Version = 1 };
        Assert.Null(await windows.ReadAsync(state.Window));
        FailOnce(database, happened ? WriteMoment.AfterCommit : WriteMoment.DuringCommit, DuckDBErrorType.Fatal);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => windows.TryWriteAsync(state));

        Assert.Equal(happened ? state : null, await EventuallyAsync(() => windows.ReadAsync(state.Window)));
        Assert.Equal(!happened, await windows.TryWriteAsync(state));
        Assert.Equal(0, await log.AppendAsync(0, [new byte[] { 1 }]));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Commit_ThatIsRefused_HasDoneNothing()
    {
        await using var database = await _folder.OpenAsync();
        var log = new DuckDbEventLog(database);
        FailOnce(database, WriteMoment.DuringCommit, DuckDBErrorType.Transaction);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.AppendAsync(0, [new byte[] { 1 }]));

        Assert.Equal(0, await log.AppendAsync(0, [new byte[] { 2 }]));
        Assert.Equal([2], await ReadBytesAsync(log));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Writes_AreAllDurable_AfterTheyWereQueuedAtTheClose()
    {
        var database = await _folder.OpenAsync();
        var log = new DuckDbEventLog(database);
        var together = await HoldAsync(database);
        var appends = Enumerable.Range(0, 50).Select(i => log.AppendAsync(0, [new byte[] { (byte)i }])).ToArray();
        var closing = database.DisposeAsync();
        together.Release();
        await closing;
        await Task.WhenAll(appends);

        await using var next = await _folder.OpenAsync();

        Assert.Equal(Enumerable.Range(0, 50), (await ReadBytesAsync(new DuckDbEventLog(next))).Select(b => (int)b).Order());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.AppendAsync(0, [new byte[] { 1 }]));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Queue_MakesWritersWait_WhenItIsFull()
    {
        _folder.Options.QueueMegabytes = 1;
        await using var database = await _folder.OpenAsync();
        var log = new DuckDbEventLog(database);
        using var together = await HoldAsync(database);
        var half = new byte[600_000];
        var first = log.AppendAsync(0, [half]);
        using var impatient = new CancellationTokenSource();
        var gaveUp = log.AppendAsync(0, [half], impatient.Token);
        var waited = log.AppendAsync(0, [half]);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
        together.Release();

        Assert.Equal((0, 1), (await first, await waited));
        Assert.Equal(new LogRange(0, 2), await log.GetRangeAsync(0));
    }

    // Holds the write loop inside a commit, so that what is written meanwhile is committed together.
    private static async Task<Barrier> HoldAsync(DuckDbDatabase database)
    {
        var barrier = new Barrier();
        database.Strike = _ =>
        {
            database.Strike = null;
            barrier.Reached.SetResult();
            barrier.Wait();
        };
        _ = new DuckDbCheckpointStore(database).DeleteAsync("nothing");
        await barrier.Reached.Task;
        return barrier;
    }

    private static void FailOnce(DuckDbDatabase database, WriteMoment moment, DuckDBErrorType type) => database.Strike = now =>
    {
        if (now != moment)
            return;
        database.Strike = null;
        throw new DuckDbFault(type, "No space left on device");
    };

    // While the file is being opened again, calls fail fast.
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> call)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException) when (TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    private static async Task<byte[]> ReadBytesAsync(DuckDbEventLog log)
    {
        await using var reader = log.OpenReader(0, 0);
        return [.. (await reader.ReadAsync(1_000)).Records.Select(record => record.Value.Span[0])];
    }

    private static Trip Trip(long ordinal, long vendor)
    {
        var builder = new TripBuilder();
        builder.Set(TripColumn.PickupAt, 0);
        builder.Set(TripColumn.VendorId, vendor);
        return builder.Build(ordinal);
    }

    private sealed class Barrier : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Wait() => _open.Wait();

        public void Release() => _open.Set();

        public void Dispose() => _open.Set();
    }
}

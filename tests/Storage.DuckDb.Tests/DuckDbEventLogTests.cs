using OrleansLambda.Storage.DuckDb.Log;

namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class DuckDbEventLogTests : EventLogConformance
{
    private readonly DatabaseFolder _folder = new();
    private DuckDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IEventLog> OpenAsync() => new DuckDbEventLog(_database = await _folder.OpenAsync());

    protected override async Task CloseAsync(IEventLog port) => await _database!.DisposeAsync();

    protected override Task LetTimePassAsync()
    {
        _folder.Clock.Advance(TimeSpan.FromMicroseconds(3));
        return Task.CompletedTask;
    }

    protected override Task<bool> TryTrimAsync(int partition, long earliest) =>
        _database!.WriteAsync(TrimRecords.Bytes, () => new TrimRecords(partition, earliest), CancellationToken.None).ContinueWith(_ => true, TaskScheduler.Default);
}

namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class DuckDbCheckpointStoreTests : CheckpointStoreConformance
{
    private readonly DatabaseFolder _folder = new();
    private DuckDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<ICheckpointStore> OpenAsync() => new DuckDbCheckpointStore(_database = await _folder.OpenAsync());

    protected override async Task CloseAsync(ICheckpointStore port) => await _database!.DisposeAsync();
}

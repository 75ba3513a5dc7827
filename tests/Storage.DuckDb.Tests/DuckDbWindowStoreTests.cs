namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class DuckDbWindowStoreTests : WindowStoreConformance
{
    private readonly DatabaseFolder _folder = new();
    private DuckDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IWindowStore> OpenAsync() => new DuckDbWindowStore(_database = await _folder.OpenAsync());

    protected override async Task CloseAsync(IWindowStore port) => await _database!.DisposeAsync();
}

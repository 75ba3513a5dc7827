namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class DuckDbDeadLetterStoreTests : DeadLetterStoreConformance
{
    private readonly DatabaseFolder _folder = new();
    private DuckDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IDeadLetterStore> OpenAsync() => new DuckDbDeadLetterStore(_database = await _folder.OpenAsync());

    protected override async Task CloseAsync(IDeadLetterStore port) => await _database!.DisposeAsync();
}

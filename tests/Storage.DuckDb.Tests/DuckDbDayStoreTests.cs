namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class DuckDbDayStoreTests : DayStoreConformance
{
    private readonly DatabaseFolder _folder = new();
    private DuckDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IDayStore> OpenAsync() => new DuckDbDayStore(_database = await _folder.OpenAsync());

    protected override async Task CloseAsync(IDayStore port) => await _database!.DisposeAsync();
}

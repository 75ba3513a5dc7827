namespace OrleansLambda.Storage.DuckDb.Tests;

public sealed class DuckDbTripStoreTests : TripStoreConformance
{
    private readonly DatabaseFolder _folder = new();
    private DuckDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<ITripStore> OpenAsync() => new DuckDbTripStore(_database = await _folder.OpenAsync());

    protected override async Task CloseAsync(ITripStore port) => await _database!.DisposeAsync();
}

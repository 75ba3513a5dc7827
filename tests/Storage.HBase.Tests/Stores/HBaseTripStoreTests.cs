using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

public sealed class HBaseTripStoreTests(Cluster cluster) : TripStoreConformance
{
    private TestTables? _tables;

    protected override async Task<ITripStore> OpenAsync() =>
        new HBaseTripStore(await (_tables ??= await cluster.TablesAsync()).OpenAsync(TableShape.Trips, TableShape.State));

    protected override async Task CloseAsync(ITripStore port)
    {
        await base.CloseAsync(port);
        await _tables!.CloseAsync();
    }
}

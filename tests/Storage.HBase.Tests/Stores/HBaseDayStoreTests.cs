using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

public sealed class HBaseDayStoreTests(Cluster cluster) : DayStoreConformance
{
    private TestTables? _tables;

    protected override async Task<IDayStore> OpenAsync() =>
        new HBaseDayStore(await (_tables ??= await cluster.TablesAsync()).OpenAsync(TableShape.Days));

    protected override async Task CloseAsync(IDayStore port)
    {
        await base.CloseAsync(port);
        await _tables!.CloseAsync();
    }
}

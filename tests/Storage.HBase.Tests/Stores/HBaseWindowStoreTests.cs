using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

public sealed class HBaseWindowStoreTests(Cluster cluster) : WindowStoreConformance
{
    private TestTables? _tables;

    protected override async Task<IWindowStore> OpenAsync() =>
        new HBaseWindowStore(await (_tables ??= await cluster.TablesAsync()).OpenAsync(TableShape.Windows));

    protected override async Task CloseAsync(IWindowStore port)
    {
        await base.CloseAsync(port);
        await _tables!.CloseAsync();
    }
}

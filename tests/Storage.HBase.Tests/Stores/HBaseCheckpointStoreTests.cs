using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

public sealed class HBaseCheckpointStoreTests(Cluster cluster) : CheckpointStoreConformance
{
    private TestTables? _tables;

    protected override async Task<ICheckpointStore> OpenAsync() =>
        new HBaseCheckpointStore(await (_tables ??= await cluster.TablesAsync()).OpenAsync(TableShape.State));

    protected override async Task CloseAsync(ICheckpointStore port)
    {
        await base.CloseAsync(port);
        await _tables!.CloseAsync();
    }
}

using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

public sealed class HBaseDeadLetterStoreTests(Cluster cluster) : DeadLetterStoreConformance
{
    private TestTables? _tables;

    protected override async Task<IDeadLetterStore> OpenAsync() =>
        new HBaseDeadLetterStore(await (_tables ??= await cluster.TablesAsync()).OpenAsync(TableShape.State));

    protected override async Task CloseAsync(IDeadLetterStore port)
    {
        await base.CloseAsync(port);
        await _tables!.CloseAsync();
    }
}

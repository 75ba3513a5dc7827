using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>Records to append to one partition, all or none.</summary>
internal sealed class AppendRecords(int partition, IReadOnlyList<RecordBlock> blocks, long weight) : WriteRequest<long>
{
    /// <inheritdoc/>
    public override long Weight => weight;

    /// <inheritdoc/>
    public override void AddTo(Session session) => Answer = session.Log.Append(partition, blocks);
}

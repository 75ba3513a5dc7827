using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>Retention: records to remove from the beginning of a partition.</summary>
internal sealed class TrimRecords(int partition, long earliest) : WriteRequest<bool>
{
    public const long Bytes = 64;

    /// <inheritdoc/>
    public override long Weight => Bytes;

    /// <inheritdoc/>
    public override void AddTo(Session session) => session.Log.Trim(partition, earliest);
}

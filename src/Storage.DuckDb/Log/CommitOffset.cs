using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>A commit to remember. Of several in one transaction the last stays.</summary>
internal sealed class CommitOffset(int partition, LogCommit commit) : WriteRequest<bool>
{
    public const long Bytes = 256;

    /// <inheritdoc/>
    public override long Weight => Bytes;

    /// <inheritdoc/>
    public override void AddTo(Session session) => session.Log.Commit(partition, commit);
}

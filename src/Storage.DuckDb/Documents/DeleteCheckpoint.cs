using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>A document to remove.</summary>
internal sealed class DeleteCheckpoint(string key) : WriteRequest<bool>
{
    public const long Bytes = 256;

    /// <inheritdoc/>
    public override long Weight => Bytes;

    /// <inheritdoc/>
    public override void AddTo(Session session) => session.Checkpoints.Delete(key);
}

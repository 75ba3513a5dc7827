using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>A document to write if its version is the next one.</summary>
internal sealed class WriteCheckpoint(Checkpoint checkpoint) : WriteRequest<bool>
{
    /// <inheritdoc/>
    public override long Weight => WeightOf(checkpoint);

    /// <summary>What a document weighs.</summary>
    public static long WeightOf(Checkpoint checkpoint) => 256 + ((checkpoint.Key.Length + checkpoint.Document.Length) * sizeof(char));

    /// <inheritdoc/>
    public override void AddTo(Session session) => Answer = session.Checkpoints.TryWrite(checkpoint);
}

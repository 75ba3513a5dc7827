using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>Letters to store.</summary>
internal sealed class StoreLetters(IReadOnlyList<DeadLetter> letters, long weight) : WriteRequest<bool>
{
    /// <inheritdoc/>
    public override long Weight => weight;

    /// <inheritdoc/>
    public override void AddTo(Session session)
    {
        foreach (var letter in letters)
            session.DeadLetters.Store(letter);
    }
}

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>Writes the rows of some tables within a session's transactions. Only the write loop's thread uses it.</summary>
internal interface ITableWriter : IDisposable
{
    /// <summary>Writes what the transaction's requests have added and is not written yet.</summary>
    void Flush();

    /// <summary>The transaction is durable: lets readers of memory see it.</summary>
    void Publish();

    /// <summary>The transaction is undone: forgets it.</summary>
    void Discard();
}

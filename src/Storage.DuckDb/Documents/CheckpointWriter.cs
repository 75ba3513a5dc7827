using DuckDB.NET.Data;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>Decides the compare-and-sets of documents, in their order, and writes what is left of each key.</summary>
internal sealed class CheckpointWriter(DuckDBConnection connection) : ITableWriter
{
    private static readonly Sql.Fragment Table = new(Schema.Checkpoints);

    // The document each key will have, or null where it will have none.
    private readonly Dictionary<string, Checkpoint?> _pending = new(StringComparer.Ordinal);
    private TableAppender? _appender;

    /// <summary>Writes a document if its version is the next one.</summary>
    public bool TryWrite(Checkpoint checkpoint)
    {
        var version = _pending.TryGetValue(checkpoint.Key, out var pending) ? pending?.Version ?? 0 : StoredVersion(checkpoint.Key);
        if (checkpoint.Version != version + 1)
            return false;
        _pending[checkpoint.Key] = checkpoint;
        return true;
    }

    /// <summary>Removes a document.</summary>
    public void Delete(string key) => _pending[key] = null;

    /// <inheritdoc/>
    public void Flush()
    {
        if (_pending.Count == 0)
            return;
        _appender ??= new TableAppender(connection, Schema.Checkpoints);
        foreach (var (key, checkpoint) in _pending)
        {
            QueryResult.Execute(connection, $"DELETE FROM {Table} WHERE key = {key}");
            if (checkpoint is null)
                continue;
            _appender.Set(0, key);
            _appender.Set(1, checkpoint.Document);
            _appender.Set(2, checkpoint.Version);
            _appender.EndRow();
        }
        _appender.Flush();
    }

    /// <inheritdoc/>
    public void Publish() => _pending.Clear();

    /// <inheritdoc/>
    public void Discard()
    {
        _pending.Clear();
        _appender?.Dispose();
        _appender = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _appender?.Dispose();

    private long StoredVersion(string key)
    {
        using var result = QueryResult.Run(connection, $"SELECT version FROM {Table} WHERE key = {key}");
        return result.NextChunk() ? result.Int64(0, 0) : 0;
    }
}

using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Documents;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>Documents as a table. DuckDB compares texts by their UTF-8 bytes, which is the order of their keys.</summary>
public sealed class DuckDbCheckpointStore(DuckDbDatabase database) : ICheckpointStore
{
    private static readonly Sql.Fragment Table = new(Schema.Checkpoints);

    /// <inheritdoc/>
    public Task<Checkpoint?> ReadAsync(string key, CancellationToken cancellationToken = default) => database.ReadAsync(
        connection =>
        {
            using var result = QueryResult.Run(connection, $"SELECT * FROM {Table} WHERE key = {key}");
            return ReadAll(result).SingleOrDefault();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        if (checkpoint.Key.Length is 0 or > ICheckpointStore.MaxKeyLength)
            throw new ArgumentException($"A key has 1 to {ICheckpointStore.MaxKeyLength} characters, not {checkpoint.Key.Length}.", nameof(checkpoint));
        if (checkpoint.Document.Length > ICheckpointStore.MaxDocumentLength)
            throw new ArgumentException($"A document has at most {ICheckpointStore.MaxDocumentLength} characters, not {checkpoint.Document.Length}.", nameof(checkpoint));
        return await database.WriteAsync(WriteCheckpoint.WeightOf(checkpoint), () => new WriteCheckpoint(checkpoint), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        database.WriteAsync(DeleteCheckpoint.Bytes, () => new DeleteCheckpoint(key), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Checkpoint>> ListAsync(string prefix, string? before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await database.ReadAsync(
            connection =>
            {
                using var result = before is null
                    ? QueryResult.Run(connection, $"SELECT * FROM {Table} WHERE starts_with(key, {prefix}) ORDER BY key DESC LIMIT {limit}")
                    : QueryResult.Run(connection, $"SELECT * FROM {Table} WHERE starts_with(key, {prefix}) AND key < {before} ORDER BY key DESC LIMIT {limit}");
                return ReadAll(result);
            },
            cancellationToken);
    }

    private static List<Checkpoint> ReadAll(QueryResult result)
    {
        var checkpoints = new List<Checkpoint>();
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                checkpoints.Add(new Checkpoint(result.Text(0, row), result.Text(1, row), result.Int64(2, row)));
        return checkpoints;
    }
}

using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Documents;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>Dead letters as a table.</summary>
public sealed class DuckDbDeadLetterStore(DuckDbDatabase database) : IDeadLetterStore
{
    private const long BytesPerLetter = 256;

    private static readonly Sql.Fragment Table = new(Schema.DeadLetters);

    /// <inheritdoc/>
    public async Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var weight = 0L;
        foreach (var letter in letters)
        {
            if (letter.Value.Length > DeadLetter.MaxValueBytes)
                throw new ArgumentException($"Letter {letter.Key} quotes {letter.Value.Length} bytes, more than {DeadLetter.MaxValueBytes}.", nameof(letters));
            weight += BytesPerLetter + letter.Reason.Length + letter.Value.Length;
        }
        if (letters.Count > 0)
            await database.WriteAsync(
                weight, () => new StoreLetters([.. letters.Select(letter => letter with { Value = letter.Value.ToArray() })], weight), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await database.ReadAsync(
            connection =>
            {
                using var result = after is { } key
                    ? QueryResult.Run(
                        connection,
                        $"SELECT * FROM {Table} WHERE (topic_id, part, off) > ({key.TopicId}, {key.Partition}, {key.Offset}) ORDER BY topic_id, part, off LIMIT {limit}")
                    : QueryResult.Run(connection, $"SELECT * FROM {Table} ORDER BY topic_id, part, off LIMIT {limit}");
                return ReadAll(result);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) => database.ReadAsync(
        connection =>
        {
            using var result = QueryResult.Run(connection, $"SELECT count(*) FROM {Table}");
            result.NextChunk();
            return result.Int64(0, 0);
        },
        cancellationToken);

    private static List<DeadLetter> ReadAll(QueryResult result)
    {
        var letters = new List<DeadLetter>();
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                letters.Add(new DeadLetter(
                    new DeadLetterKey(result.Text(0, row), result.Int32(1, row), result.Int64(2, row)),
                    result.Text(3, row),
                    DuckDbTime.ToInstant(result.Int64(4, row)),
                    result.Bytes(5, row).ToArray(),
                    result.Int32(6, row)));
        return letters;
    }
}

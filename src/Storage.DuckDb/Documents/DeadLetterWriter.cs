using DuckDB.NET.Data;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>Stores the letters that are not there.</summary>
internal sealed class DeadLetterWriter(DuckDBConnection connection) : ITableWriter
{
    private const string StagingName = "dead_letter_staging";

    private static readonly Sql.Fragment Table = new(Schema.DeadLetters);
    private static readonly Sql.Fragment Staging = new(StagingName);

    private readonly Dictionary<DeadLetterKey, DeadLetter> _pending = [];
    private TableAppender? _appender;

    /// <summary>Stores a letter, unless one of its record is there or comes along.</summary>
    public void Store(DeadLetter letter) => _pending.TryAdd(letter.Key, letter);

    /// <inheritdoc/>
    public void Flush()
    {
        if (_pending.Count == 0)
            return;
        if (_appender is null)
        {
            QueryResult.Execute(connection, $"CREATE OR REPLACE TEMP TABLE {Staging} AS SELECT * FROM {Table} LIMIT 0");
            _appender = new TableAppender(connection, StagingName);
        }
        foreach (var letter in _pending.Values)
            Append(_appender, letter);
        _appender.Flush();
        var (first, last) = (_pending.Keys.Min(key => key.Offset), _pending.Keys.Max(key => key.Offset));
        QueryResult.Execute(
            connection,
            $"""
            INSERT INTO {Table}
            SELECT * FROM {Staging} AS s
            WHERE NOT EXISTS (
                SELECT 1 FROM {Table} AS t
                WHERE t.off BETWEEN {first} AND {last} AND t.topic_id = s.topic_id AND t.part = s.part AND t.off = s.off)
            """);
        QueryResult.Execute(connection, $"DELETE FROM {Staging}");
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

    private static void Append(TableAppender row, DeadLetter letter)
    {
        row.Set(0, letter.Key.TopicId);
        row.Set(1, letter.Key.Partition);
        row.Set(2, letter.Key.Offset);
        row.Set(3, letter.Reason);
        row.Set(4, DuckDbTime.Floor(letter.AppendedAt));
        row.Set(5, letter.Value.Span);
        row.Set(6, letter.Length);
        row.EndRow();
    }
}

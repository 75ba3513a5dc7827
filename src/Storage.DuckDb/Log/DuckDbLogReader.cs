using OrleansLambda.Storage.DuckDb.Log;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>
/// Reads a partition: from memory while it keeps up, else from the file. At the end it answers at once and costs nothing.
/// </summary>
internal sealed class DuckDbLogReader(DuckDbDatabase database, int partition, long offset) : ILogReader
{
    // Lists of more records than this would be kept apart by the garbage collector, and collected late.
    private const int MostFromMemory = 2_000;
    private const int MostFromFile = 10_000;

    private long _next = offset;
    private bool _disposed;

    /// <inheritdoc/>
    public async ValueTask<LogBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var range = CheckedRange();
        if (_next == range.End)
            return new LogBatch([], _next);
        IReadOnlyList<LogRecord> records = database.Log.Tail.Read(partition, _next, Math.Min(maxRecords, MostFromMemory))
            ?? await ReadFileAsync(Math.Min(range.End, _next + Math.Min(maxRecords, MostFromFile)), cancellationToken);
        _next = records[^1].Offset + 1;
        return new LogBatch(records, _next);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    private LogRange CheckedRange()
    {
        var range = database.Log[partition].Range;
        if (_next < range.Earliest || _next > range.End)
            throw new OffsetOutOfRangeException(partition, _next, range);
        return range;
    }

    private async Task<IReadOnlyList<LogRecord>> ReadFileAsync(long end, CancellationToken cancellationToken)
    {
        var from = _next;
        var records = await database.ReadAsync(connection => LogQueries.Read(connection, partition, from, end), cancellationToken);
        if (records.Count > 0 && records[0].Offset == from && records[^1].Offset == from + records.Count - 1)
            return records;
        // Retention may have come between the check and the query.
        CheckedRange();
        throw new InvalidDataException($"Partition {partition} of the log lacks records from offset {from} on.");
    }
}

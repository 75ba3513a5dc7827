using OrleansLambda.Storage.DuckDb.Log;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>
/// Reads a partition: from memory while it keeps up, else from the file. At the end it answers at once and costs nothing.
/// </summary>
internal sealed class DuckDbLogReader(DuckDbDatabase database, int partition, long offset) : ILogReader
{
    private const int MostFromFile = 10_000;

    private RecordBuffer _records = new();
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
        _records.Clear();
        if (!database.Log.Tail.TryRead(partition, _next, maxRecords, _records))
            await ReadFileAsync(Math.Min(range.End, _next + Math.Min(maxRecords, MostFromFile)), cancellationToken);
        _next = _records.Records[^1].Offset + 1;
        return new LogBatch(_records.Records, _next);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _records.Dispose();
        return ValueTask.CompletedTask;
    }

    private LogRange CheckedRange()
    {
        var range = database.Log[partition].Range;
        if (_next < range.Earliest || _next > range.End)
            throw new OffsetOutOfRangeException(partition, _next, range);
        return range;
    }

    private async Task ReadFileAsync(long end, CancellationToken cancellationToken)
    {
        var (from, records) = (_next, _records);
        try
        {
            await database.ReadAsync(
                connection =>
                {
                    LogQueries.Read(connection, partition, from, end, records);
                    return true;
                },
                cancellationToken);
        }
        catch
        {
            _records = new RecordBuffer(); // A query that was given up may still be filling the other one.
            throw;
        }
        if (_records.Count > 0 && _records.Records[0].Offset == from && _records.Records[^1].Offset == from + _records.Count - 1)
            return;
        // Retention may have come between the check and the query.
        CheckedRange();
        throw new InvalidDataException($"Partition {partition} of the log lacks records from offset {from} on.");
    }
}

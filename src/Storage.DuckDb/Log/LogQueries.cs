using DuckDB.NET.Data;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>What the log is asked in SQL, where memory cannot answer.</summary>
internal static class LogQueries
{
    /// <summary>How many bytes of records one read returns at most, unless the first record alone is longer.</summary>
    private const long MaxBatchBytes = 1024 * 1024;

    private static readonly Sql.Fragment Log = new(Schema.Log);

    /// <summary>The offset of the first record at or after <paramref name="time"/>, or the end.</summary>
    public static async Task<long> FindOffsetAsync(DuckDbDatabase database, int partition, DateTimeOffset time, CancellationToken cancellationToken)
    {
        // Taken before the query: where that finds nothing, what was appended meanwhile is later than the time.
        var state = database.Log[partition];
        if (time > state.LastAppendedAt || state.Range.Earliest == state.Range.End)
            return state.Range.End;
        var from = new Sql.Timestamp(DuckDbTime.Ceiling(time));
        return await database.ReadAsync(
            connection =>
            {
                using var result = QueryResult.Run(connection, $"SELECT min(off) FROM {Log} WHERE part = {partition} AND appended_at >= {from}");
                result.NextChunk();
                return result.IsNull(0, 0) ? state.Range.End : result.Int64(0, 0);
            },
            cancellationToken);
    }

    /// <summary>
    /// Reads the records of a partition in [<paramref name="offset"/>, <paramref name="end"/>), or as many of them as
    /// <see cref="MaxBatchBytes"/> allow. Offsets have no gaps, so a closed range says how many to expect; a LIMIT would
    /// cost ten times as much.
    /// </summary>
    public static void Read(DuckDBConnection connection, int partition, long offset, long end, RecordBuffer records)
    {
        // Positions count bytes, so a condition on them bounds the memory that a read takes, whatever the records' lengths.
        var position = PositionOf(connection, partition, offset);
        if (position is not { } start)
            return;
        using var result = QueryResult.Run(
            connection,
            $"SELECT off, appended_at, payload FROM {Log} WHERE part = {partition} AND off >= {offset} AND off < {end} AND position < {start + MaxBatchBytes} ORDER BY off");
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                records.AddCopy(result.Int64(0, row), DuckDbTime.ToInstant(result.Int64(1, row)), result.Bytes(2, row));
    }

    private static long? PositionOf(DuckDBConnection connection, int partition, long offset)
    {
        using var result = QueryResult.Run(connection, $"SELECT position FROM {Log} WHERE part = {partition} AND off = {offset}");
        return result.NextChunk() ? result.Int64(0, 0) : null;
    }
}

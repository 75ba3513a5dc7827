using DuckDB.NET.Data;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>Replaces rows of days, but for those of later runs.</summary>
internal sealed class DayWriter(DuckDBConnection connection) : ITableWriter
{
    private static readonly Sql.Fragment Table = new(Schema.Days);

    private readonly Dictionary<DateOnly, DayState> _pending = [];
    private TableAppender? _appender;

    /// <summary>Writes a row. Of several with one date that of the latest run stays, and of one run's the last.</summary>
    public void Write(DayState day)
    {
        if (!_pending.TryGetValue(day.Date, out var other) || other.Epoch <= day.Epoch)
            _pending[day.Date] = day;
    }

    /// <inheritdoc/>
    public void Flush()
    {
        LeaveLater();
        if (_pending.Count == 0)
            return;
        QueryResult.Execute(connection, $"DELETE FROM {Table} WHERE date - DATE '1970-01-01' IN ({Dates})");
        _appender ??= new TableAppender(connection, Schema.Days);
        foreach (var day in _pending.Values)
            Append(_appender, day);
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

    private IEnumerable<long> Dates => _pending.Keys.Select(static date => (long)DuckDbTime.ToDays(date));

    private void LeaveLater()
    {
        if (_pending.Count == 0)
            return;
        using var stored = QueryResult.Run(connection, $"SELECT date, epoch FROM {Table} WHERE date - DATE '1970-01-01' IN ({Dates})");
        while (stored.NextChunk())
        {
            for (var row = 0; row < stored.Count; row++)
            {
                var date = DuckDbTime.ToDate(stored.Int32(0, row));
                if (stored.Int64(1, row) > _pending[date].Epoch)
                    _pending.Remove(date);
            }
        }
    }

    private static void Append(TableAppender row, DayState day)
    {
        row.Set(0, DuckDbTime.ToDays(day.Date));
        TotalsColumns.Set(row, 1, day.Dataset);
        TotalsColumns.Set(row, 1 + TotalsColumns.Count, day.Stream);
        TotalsColumns.Set(row, 1 + (2 * TotalsColumns.Count), day.Replayed);
        row.Set(1 + (3 * TotalsColumns.Count), DuckDbTime.Floor(day.ComputedAt));
        row.Set(2 + (3 * TotalsColumns.Count), day.Run);
        row.Set(3 + (3 * TotalsColumns.Count), day.Epoch);
        row.EndRow();
    }
}

using DuckDB.NET.Data;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Documents;

/// <summary>Replaces rows of days.</summary>
internal sealed class DayWriter(DuckDBConnection connection) : ITableWriter
{
    private static readonly Sql.Fragment Table = new(Schema.Days);

    private readonly Dictionary<DateOnly, DayState> _pending = [];
    private TableAppender? _appender;

    /// <summary>Writes a row. Of several with one date the last stays.</summary>
    public void Write(DayState day) => _pending[day.Date] = day;

    /// <inheritdoc/>
    public void Flush()
    {
        if (_pending.Count == 0)
            return;
        var days = _pending.Keys.Select(date => (long)DuckDbTime.ToDays(date));
        QueryResult.Execute(connection, $"DELETE FROM {Table} WHERE date - DATE '1970-01-01' IN ({days})");
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

    private static void Append(TableAppender row, DayState day)
    {
        row.Set(0, DuckDbTime.ToDays(day.Date));
        TotalsColumns.Set(row, 1, day.Dataset);
        TotalsColumns.Set(row, 1 + TotalsColumns.Count, day.Stream);
        TotalsColumns.Set(row, 1 + (2 * TotalsColumns.Count), day.Replayed);
        row.Set(1 + (3 * TotalsColumns.Count), DuckDbTime.Floor(day.ComputedAt));
        row.Set(2 + (3 * TotalsColumns.Count), day.Run);
        row.EndRow();
    }
}

using System.Buffers;
using System.Text.Json;
using DuckDB.NET.Data;
using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Windows;

/// <summary>
/// Decides compare-and-sets and writes the rows that won. Several versions of one window in one transaction end up as
/// one row. A new version replaces the old row: deleting and appending costs less than an update in place.
/// </summary>
internal sealed class WindowWriter(DuckDBConnection connection, WindowIndex index) : ITableWriter
{
    private static readonly Sql.Fragment Table = new(Schema.Windows);

    private readonly Dictionary<TumblingWindow, WindowState> _pending = [];
    private readonly HashSet<TumblingWindow> _replaced = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private TableAppender? _appender;
    private Utf8JsonWriter? _jsonWriter;

    /// <summary>Writes a row if its version is the next one.</summary>
    public bool TryWrite(WindowState state)
    {
        var version = _pending.TryGetValue(state.Window, out var pending) ? pending.Version : StoredVersion(state.Window);
        if (state.Version != version + 1)
            return false;
        if (pending is null && version > 0)
            _replaced.Add(state.Window);
        _pending[state.Window] = state;
        return true;
    }

    /// <summary>Takes a day into the index, unless it is there.</summary>
    public void Load(TumblingWindow window) => StoredVersion(window);

    /// <inheritdoc/>
    public void Flush()
    {
        if (_pending.Count == 0)
            return;
        if (_replaced.Count > 0)
            DeleteReplaced();
        _appender ??= new TableAppender(connection, Schema.Windows);
        foreach (var state in _pending.Values)
            Append(_appender, state);
        _appender.Flush();
    }

    /// <inheritdoc/>
    public void Publish()
    {
        index.Set(_pending.Values.Select(state => (state.Window, state.Version)));
        Forget();
    }

    /// <inheritdoc/>
    public void Discard()
    {
        Forget();
        _appender?.Dispose();
        _appender = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _appender?.Dispose();
        _jsonWriter?.Dispose();
    }

    private long StoredVersion(TumblingWindow window)
    {
        if (index.TryGetVersion(window, out var version))
            return version;
        var day = WindowIndex.DayOf(window);
        index.Add(day, VersionsOf(day));
        index.TryGetVersion(window, out version);
        return version;
    }

    private List<(TumblingWindow Window, long Version)> VersionsOf(long day)
    {
        var rows = new List<(TumblingWindow, long)>();
        var (from, to) = (new Sql.Timestamp(day * DuckDbTime.MicrosecondsPerDay), new Sql.Timestamp((day + 1) * DuckDbTime.MicrosecondsPerDay));
        using var result = QueryResult.Run(connection, $"SELECT window_start, version FROM {Table} WHERE window_start >= {from} AND window_start < {to}");
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                rows.Add((WindowRow.WindowOf(result.Int64(0, row)), result.Int64(1, row)));
        return rows;
    }

    private void DeleteReplaced()
    {
        var starts = _replaced.Select(WindowRow.StartOf).ToArray();
        var (from, to) = (new Sql.Timestamp(starts.Min()), new Sql.Timestamp(starts.Max()));
        var deleted = QueryResult.Execute(
            connection,
            $"DELETE FROM {Table} WHERE window_start BETWEEN {from} AND {to} AND epoch_us(window_start) IN ({starts})");
        if (deleted != starts.Length)
            throw new InvalidDataException($"{deleted} rows of {starts.Length} windows were found.");
    }

    private void Append(TableAppender row, WindowState state)
    {
        row.Set(0, WindowRow.StartOf(state.Window));
        TotalsColumns.Set(row, 1, state.Totals);
        row.Set(WindowRow.High, HighWaterMarksJson.Write(state.High, _json, _jsonWriter ??= HighWaterMarksJson.CreateWriter(_json)));
        row.Set(WindowRow.High + 1, state.Version);
        row.Set(WindowRow.High + 2, state.Final);
        row.Set(WindowRow.High + 3, state.Amended);
        row.EndRow();
    }

    private void Forget()
    {
        _pending.Clear();
        _replaced.Clear();
    }
}

using DuckDB.NET.Data;
using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;
using OrleansLambda.Storage.DuckDb.Windows;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>The speed view as a table. Windows that do not exist are known from memory.</summary>
public sealed class DuckDbWindowStore(DuckDbDatabase database) : IWindowStore
{
    private static readonly Sql.Fragment Table = new(Schema.Windows);

    private readonly WindowReads _reads = new(database);

    /// <inheritdoc/>
    public async Task<WindowState?> ReadAsync(TumblingWindow window, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!database.Windows.TryGetVersion(window, out var version))
        {
            await database.WriteAsync(LoadDay.Bytes, () => new LoadDay(window), cancellationToken);
            // Where the day has been pushed out again already, the query below knows.
            version = database.Windows.TryGetVersion(window, out var loaded) ? loaded : 1;
        }
        return version == 0 ? null : await _reads.ReadAsync(window).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(WindowState state, CancellationToken cancellationToken = default) =>
        database.WriteAsync(WriteWindow.Bytes, () => new WriteWindow(state), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WindowState>> RangeAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var (first, end) = Borders(from, to);
        return await database.ReadAsync(
            connection =>
            {
                using var result = QueryResult.Run(
                    connection, $"SELECT * FROM {Table} WHERE window_start >= {first} AND window_start < {end} ORDER BY window_start LIMIT {limit}");
                return WindowRow.ReadAll(result);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WindowState>> LatestAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var (_, end) = Borders(before, before);
        return await database.ReadAsync(
            connection =>
            {
                using var result = QueryResult.Run(connection, $"SELECT * FROM {Table} WHERE window_start < {end} ORDER BY window_start DESC LIMIT {limit}");
                return WindowRow.ReadAll(result);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TumblingWindow>> OpenAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var last = new Sql.Timestamp(DuckDbTime.Floor(time) - WindowRow.Microseconds);
        return await database.ReadAsync(
            connection =>
            {
                var windows = new List<TumblingWindow>();
                using var result = QueryResult.Run(
                    connection, $"SELECT window_start FROM {Table} WHERE NOT final AND window_start <= {last} ORDER BY window_start LIMIT {limit}");
                while (result.NextChunk())
                    for (var row = 0; row < result.Count; row++)
                        windows.Add(WindowRow.WindowOf(result.Int64(0, row)));
                return windows;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TripTotals>> SumAsync(IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken = default)
    {
        TimeRange[] asked = [.. ranges];
        return await database.ReadAsync(
            connection =>
            {
                // One transaction: all sums are of the same rows.
                QueryResult.Execute(connection, "BEGIN");
                try
                {
                    return Array.ConvertAll(asked, range => Sum(connection, range));
                }
                finally
                {
                    QueryResult.Execute(connection, "ROLLBACK");
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DateOnly>> DatesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default)
    {
        var (first, end) = (new Sql.Timestamp(DuckDbTime.FromDate(from)), new Sql.Timestamp(DuckDbTime.FromDate(to, days: 1)));
        return await database.ReadAsync(
            connection =>
            {
                var dates = new List<DateOnly>();
                using var result = QueryResult.Run(
                    connection,
                    $"SELECT DISTINCT CAST(window_start AS DATE) AS date FROM {Table} WHERE window_start >= {first} AND window_start < {end} ORDER BY date");
                while (result.NextChunk())
                    for (var row = 0; row < result.Count; row++)
                        dates.Add(DuckDbTime.ToDate(result.Int32(0, row)));
                return dates;
            },
            cancellationToken);
    }

    private static TripTotals Sum(DuckDBConnection connection, TimeRange range)
    {
        var (first, end) = Borders(range.From, range.To);
        using var result = QueryResult.Run(
            connection,
            $"SELECT sum(rides), sum(total_amount), sum(fare_amount), sum(tip_amount), sum(trip_distance), sum(passenger_count) FROM {Table} WHERE window_start >= {first} AND window_start < {end}");
        result.NextChunk();
        return TotalsColumns.ReadSums(result, 0, 0);
    }

    // Windows start at whole microseconds, so rounding both borders up changes nothing about what lies between them.
    private static (Sql.Timestamp First, Sql.Timestamp End) Borders(DateTimeOffset from, DateTimeOffset to) =>
        (new(DuckDbTime.Ceiling(from)), new(DuckDbTime.Ceiling(to)));
}

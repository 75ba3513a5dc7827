using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Documents;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>The batch view as a table. The time of a run is kept to the microsecond.</summary>
public sealed class DuckDbDayStore(DuckDbDatabase database) : IDayStore
{
    private static readonly Sql.Fragment Table = new(Schema.Days);

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<DayState> days, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var dates = new HashSet<DateOnly>();
        foreach (var day in days)
            if (!dates.Add(day.Date))
                throw new ArgumentException($"{day.Date:O} stands twice among the days to write.", nameof(days));
        if (days.Count > 0)
            await database.WriteAsync(WriteDays.WeightOf(days.Count), () => new WriteDays([.. days]), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DayState?> ReadAsync(DateOnly date, CancellationToken cancellationToken = default) =>
        (await RangeAsync(date, date, 1, cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DayState>> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await database.ReadAsync(
            connection =>
            {
                using var result = QueryResult.Run(connection, $"SELECT * FROM {Table} WHERE date BETWEEN {from} AND {to} ORDER BY date LIMIT {limit}");
                return ReadAll(result);
            },
            cancellationToken);
    }

    private static List<DayState> ReadAll(QueryResult result)
    {
        const int Dataset = 1, Stream = Dataset + TotalsColumns.Count, Replayed = Stream + TotalsColumns.Count, ComputedAt = Replayed + TotalsColumns.Count;
        var days = new List<DayState>();
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                days.Add(new DayState(
                    DuckDbTime.ToDate(result.Int32(0, row)),
                    TotalsColumns.Read(result, Dataset, row),
                    TotalsColumns.Read(result, Stream, row),
                    DuckDbTime.ToInstant(result.Int64(ComputedAt, row)),
                    result.Text(ComputedAt + 1, row))
                {
                    Replayed = TotalsColumns.Read(result, Replayed, row),
                    Epoch = result.Int64(ComputedAt + 2, row),
                });
        return days;
    }
}

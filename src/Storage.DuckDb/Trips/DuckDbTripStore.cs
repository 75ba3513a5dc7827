using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;
using OrleansLambda.Storage.DuckDb.Trips;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>The master dataset as a table of typed columns, named as the official export names them.</summary>
public sealed class DuckDbTripStore(DuckDbDatabase database) : ITripStore
{
    private static readonly Sql.Fragment Table = new(Schema.Trips);
    private static readonly Sql.Fragment Pickup = Column(TripColumn.PickupAt);

    private static readonly Sql.Fragment Sums = new(string.Join(
        ", ",
        new[] { TripColumn.TotalAmount, TripColumn.FareAmount, TripColumn.TipAmount, TripColumn.TripDistance, TripColumn.PassengerCount }
            .Select(column => $"sum({Column(column).Text})")));

    /// <inheritdoc/>
    public async Task<int> AppendAsync(IReadOnlyList<Trip> trips, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ITripStore.CheckChunk(trips);
        return trips.Count == 0
            ? 0
            : await database.WriteAsync(AppendTrips.WeightOf(trips.Count), () => new AppendTrips(trips), cancellationToken);
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

    /// <inheritdoc/>
    public Task<Trip?> ReadAsync(TripId id, CancellationToken cancellationToken = default) => database.ReadAsync<Trip?>(
        connection =>
        {
            var pickupAt = new Sql.Timestamp(DuckDbTime.FromDateTime(id.PickupAt));
            using var result = QueryResult.Run(
                connection, $"SELECT * FROM {Table} WHERE ordinal = {id.Ordinal} AND content_hash = {id.ContentHash} AND {Pickup} = {pickupAt} LIMIT 1");
            return result.NextChunk() ? TripRow.ReadChunk(result)[0] : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<Trip>> ScanAsync(DateOnly from, DateOnly to, int parallelism, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        return TripScan.RunAsync(database, from, to, parallelism, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<DateOnly, TripTotals>> TotalsByDateAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default)
    {
        var (first, end) = (new Sql.Timestamp(DuckDbTime.FromDate(from)), new Sql.Timestamp(DuckDbTime.FromDate(to, days: 1)));
        return await database.ReadAsync(
            connection =>
            {
                var totals = new Dictionary<DateOnly, TripTotals>();
                using var result = QueryResult.Run(
                    connection,
                    $"SELECT CAST({Pickup} AS DATE) AS date, CAST(count(*) AS HUGEINT), {Sums} FROM {Table} WHERE {Pickup} >= {first} AND {Pickup} < {end} GROUP BY date");
                while (result.NextChunk())
                    for (var row = 0; row < result.Count; row++)
                        totals.Add(DuckDbTime.ToDate(result.Int32(0, row)), TotalsColumns.ReadSums(result, 1, row));
                return totals;
            },
            cancellationToken);
    }

    private static Sql.Fragment Column(TripColumn column) => new($"\"{column.Name}\"");
}

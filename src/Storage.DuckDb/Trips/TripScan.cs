using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DuckDB.NET.Data;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Trips;

/// <summary>
/// Reads the trips of a range of dates, in parts that are read at once, each a stream of its own connection. Between them
/// and the caller there is room for one chunk a part.
/// </summary>
internal static class TripScan
{
    private static readonly Sql.Fragment Table = new(Schema.Trips);
    private static readonly Sql.Fragment Pickup = new($"\"{TripColumn.PickupAt.Name}\"");

    /// <summary>Reads the trips picked up in [<paramref name="from"/>, <paramref name="to"/>].</summary>
    public static async IAsyncEnumerable<IReadOnlyList<Trip>> RunAsync(
        DuckDbDatabase database, DateOnly from, DateOnly to, int parallelism, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = await database.ReadAsync(connection => Split(connection, from, to, Math.Min(parallelism, database.Options.ReadConnections)), cancellationToken);
        var chunks = Channel.CreateBounded<Trip[]>(Math.Max(1, parts.Count));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadPartsAsync(database, parts, chunks.Writer, leaving.Token);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
                yield return chunk;
        }
        finally
        {
            await leaving.CancelAsync();
            await reading;
        }
    }

    // Its own failures reach the caller through the channel.
    private static async Task ReadPartsAsync(
        DuckDbDatabase database, List<(DateOnly From, DateOnly To)> parts, ChannelWriter<Trip[]> chunks, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(parts.Select(part => Task.Run(
                () => database.UseAsync(connection => ReadPartAsync(database, connection, part, chunks, cancellationToken), cancellationToken), cancellationToken)));
            chunks.Complete();
        }
        catch (Exception exception)
        {
            chunks.Complete(exception);
        }
    }

    private static async Task<bool> ReadPartAsync(
        DuckDbDatabase database, DuckDBConnection connection, (DateOnly From, DateOnly To) part, ChannelWriter<Trip[]> chunks, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, database.SessionEnding);
        using var result = QueryResult.Stream(connection, $"SELECT * FROM {Table} WHERE {Pickup} >= {Start(part.From)} AND {Pickup} < {Start(part.To, days: 1)}");
        while (result.NextChunk())
            await chunks.WriteAsync(TripRow.ReadChunk(result), ending.Token);
        return true;
    }

    // Whole dates, about as many trips in each part.
    private static List<(DateOnly From, DateOnly To)> Split(DuckDBConnection connection, DateOnly from, DateOnly to, int parts)
    {
        if (from > to)
            return [];
        if (parts == 1)
            return [(from, to)];
        var (borders, trips) = (new List<(DateOnly, DateOnly)>(), 0L);
        var dates = CountByDate(connection, from, to);
        var each = (dates.Sum(date => date.Trips) / parts) + 1;
        var start = from;
        foreach (var (date, count) in dates)
        {
            trips += count;
            if (trips < each || date == to)
                continue;
            borders.Add((start, date));
            (start, trips) = (date.AddDays(1), 0);
        }
        borders.Add((start, to));
        return borders;
    }

    private static List<(DateOnly Date, long Trips)> CountByDate(DuckDBConnection connection, DateOnly from, DateOnly to)
    {
        var dates = new List<(DateOnly, long)>();
        using var result = QueryResult.Run(
            connection,
            $"SELECT CAST({Pickup} AS DATE) AS date, count(*) FROM {Table} WHERE {Pickup} >= {Start(from)} AND {Pickup} < {Start(to, days: 1)} GROUP BY date ORDER BY date");
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                dates.Add((DuckDbTime.ToDate(result.Int32(0, row)), result.Int64(1, row)));
        return dates;
    }

    private static Sql.Timestamp Start(DateOnly date, int days = 0) => new(DuckDbTime.FromDate(date, days));
}

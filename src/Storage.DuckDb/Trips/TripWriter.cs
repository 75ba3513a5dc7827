using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Trips;

/// <summary>
/// Adds the trips that are not there. A look at their range of ordinals tells whether any can be there, which is as good
/// as free; only then are they compared with the rows of that range. A key with an index would cost twice the time for
/// all trips.
/// </summary>
internal sealed class TripWriter(DuckDBConnection connection) : ITableWriter
{
    private const string StagingName = "trip_staging";

    private static readonly Sql.Fragment Table = new(Schema.Trips);
    private static readonly Sql.Fragment Staging = new(StagingName);
    private static readonly Sql.Fragment Pickup = new($"\"{TripColumn.PickupAt.Name}\"");

    private TableAppender? _appender;
    private TableAppender? _stagingAppender;
    private bool _hasStaging;

    /// <summary>Adds trips, ordinals rising.</summary>
    /// <returns>How many were not there.</returns>
    public int Append(IReadOnlyList<Trip> trips)
    {
        var (first, last) = (trips[0].Id.Ordinal, trips[^1].Id.Ordinal);
        if (CountBetween(first, last) > 0)
            return AppendMissing(trips, first, last);
        Append(_appender ??= new TableAppender(connection, Schema.Trips), trips);
        return trips.Count;
    }

    /// <inheritdoc/>
    public void Flush()
    {
        // Each append is flushed at once: the next one of the same transaction looks for duplicates among its rows too.
    }

    /// <inheritdoc/>
    public void Publish()
    {
        // Nothing of the trips is kept in memory.
    }

    /// <inheritdoc/>
    public void Discard()
    {
        _appender?.Dispose();
        _stagingAppender?.Dispose();
        (_appender, _stagingAppender, _hasStaging) = (null, null, false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _appender?.Dispose();
        _stagingAppender?.Dispose();
    }

    private static void Append(TableAppender appender, IReadOnlyList<Trip> trips)
    {
        TripRow.Append(appender, trips is List<Trip> list ? CollectionsMarshal.AsSpan(list) : trips.ToArray());
        appender.Flush();
    }

    private long CountBetween(long first, long last)
    {
        using var result = QueryResult.Run(connection, $"SELECT count(*) FROM {Table} WHERE ordinal BETWEEN {first} AND {last}");
        result.NextChunk();
        return result.Int64(0, 0);
    }

    private int AppendMissing(IReadOnlyList<Trip> trips, long first, long last)
    {
        if (!_hasStaging)
            QueryResult.Execute(connection, $"CREATE OR REPLACE TEMP TABLE {Staging} AS SELECT * FROM {Table} LIMIT 0");
        _hasStaging = true;
        Append(_stagingAppender ??= new TableAppender(connection, StagingName), trips);
        var added = QueryResult.Execute(
            connection,
            $"""
            INSERT INTO {Table}
            SELECT * FROM {Staging} AS s
            WHERE NOT EXISTS (
                SELECT 1 FROM {Table} AS t
                WHERE t.ordinal BETWEEN {first} AND {last}
                  AND t.ordinal = s.ordinal AND t.content_hash = s.content_hash AND t.{Pickup} = s.{Pickup})
            """);
        QueryResult.Execute(connection, $"DELETE FROM {Staging}");
        return (int)added;
    }
}

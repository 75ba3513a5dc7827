using DuckDB.NET.Data;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>
/// The tables, named as in the cluster, and views for whoever asks in SQL. No table has an index: what a key is for is
/// decided in memory or by a look at a narrow range, at a fraction of the cost. The log's payload is not compressed: all
/// writes wait while the write-ahead log is worked in, and compressing makes that three times as long.
/// </summary>
internal static class Schema
{
    /// <summary>The version of these tables. A program reads its own version and older ones.</summary>
    public const int Version = 3;

    public const string Log = "taxi_stream";
    public const string Partitions = "taxi_stream_partitions";
    public const string Commits = "taxi_stream_commits";
    public const string DeadLetters = "taxi_stream_dlq";
    public const string Trips = "taxi_raw";
    public const string Windows = "taxi_realtime_tumbling";
    public const string Days = "taxi_agg";
    public const string Checkpoints = "checkpoints";

    private static readonly string[] Statements =
    [
        "CREATE TABLE meta(key VARCHAR NOT NULL, value VARCHAR NOT NULL)",
        $"CREATE TABLE {Log}(part INTEGER NOT NULL, off BIGINT NOT NULL, appended_at TIMESTAMP NOT NULL, position BIGINT NOT NULL, payload BLOB NOT NULL USING COMPRESSION uncompressed)",
        $"CREATE TABLE {Partitions}(part INTEGER NOT NULL, earliest BIGINT NOT NULL, position BIGINT NOT NULL, appended_at TIMESTAMP)",
        $"CREATE TABLE {Commits}(part INTEGER NOT NULL, topic_id VARCHAR NOT NULL, off BIGINT NOT NULL, counted BIGINT NOT NULL, dead_lettered BIGINT NOT NULL, appended_at TIMESTAMP, missed BIGINT DEFAULT 0)",
        $"CREATE TABLE {DeadLetters}(topic_id VARCHAR NOT NULL, part INTEGER NOT NULL, off BIGINT NOT NULL, reason VARCHAR NOT NULL, appended_at TIMESTAMP NOT NULL, payload BLOB NOT NULL, bytes INTEGER NOT NULL)",
        $"CREATE TABLE {Trips}(ordinal BIGINT NOT NULL, content_hash UBIGINT NOT NULL, {string.Join(", ", TripColumn.All.Select(column => $"\"{column.Name}\" {TypeOf(column)}"))}, extras VARCHAR)",
        $"CREATE TABLE {Windows}(window_start TIMESTAMP NOT NULL, {Totals("")}, high VARCHAR NOT NULL, version BIGINT NOT NULL, final BOOLEAN NOT NULL, amended BOOLEAN NOT NULL)",
        $"CREATE TABLE {Days}(date DATE NOT NULL, {Totals("dataset_")}, {Totals("stream_")}, {Totals("replayed_")}, computed_at TIMESTAMP NOT NULL, run VARCHAR NOT NULL, epoch BIGINT DEFAULT 0)",
        $"CREATE TABLE {Checkpoints}(key VARCHAR NOT NULL, document VARCHAR NOT NULL, version BIGINT NOT NULL)",
        $"CREATE VIEW trips AS SELECT * FROM {Trips}",
        $"CREATE VIEW windows AS SELECT window_start, window_start + INTERVAL 10 SECOND AS window_end, rides AS count, * EXCLUDE (window_start, rides) FROM {Windows}",
        $"CREATE VIEW days AS SELECT date, {string.Join(", ", TotalsColumns.Select(column => $"dataset_{column} + stream_{column} AS {column}"))}, computed_at, run FROM {Days}",
    ];

    // What brings tables of one version to the next: the first entry, those of version 1 to 2.
    private static readonly string[] Upgrades =
    [
        $"ALTER TABLE {Commits} ADD COLUMN missed BIGINT DEFAULT 0",
        $"ALTER TABLE {Days} ADD COLUMN epoch BIGINT DEFAULT 0",
    ];

    private static IEnumerable<string> TotalsColumns => ["rides", "total_amount", "fare_amount", "tip_amount", "trip_distance", "passenger_count"];

    /// <summary>Makes the tables where there are none, and brings them to what <paramref name="options"/> ask for.</summary>
    /// <returns>The log's identity and its number of partitions.</returns>
    /// <exception cref="DuckDbOpenException">The tables are a newer program's, or somebody else's.</exception>
    public static (string TopicId, int Partitions) Prepare(DuckDBConnection connection, DuckDbOptions options)
    {
        QueryResult.Execute(connection, "BEGIN");
        if (TableCount(connection) == 0)
            Create(connection);
        var meta = ReadMeta(connection, options);
        if (!int.TryParse(meta.GetValueOrDefault("schema_version"), out var version) || !meta.TryGetValue("topic_id", out var topicId))
            throw new DuckDbOpenException($"{options.FullPath} is a DuckDB database, but not one of this program. Name another file in {DuckDbOptions.SectionName}:{nameof(DuckDbOptions.Path)}.");
        if (version > Version)
            throw new DuckDbOpenException($"{options.FullPath} was written by a newer version of this program (tables of version {version}; this program knows {Version}). Update the program.");
        foreach (var upgrade in Upgrades.Skip(version - 1))
            QueryResult.Execute(connection, upgrade);
        WriteMeta(connection, "schema_version", $"{Version}");
        var partitions = Math.Max(options.Partitions, meta.TryGetValue("partitions", out var stored) && int.TryParse(stored, out var count) ? count : 0);
        WriteMeta(connection, "partitions", $"{partitions}");
        QueryResult.Execute(connection, "COMMIT");
        return (topicId, partitions);
    }

    private static void Create(DuckDBConnection connection)
    {
        foreach (var statement in Statements)
            QueryResult.Execute(connection, statement);
        WriteMeta(connection, "schema_version", $"{Version}");
        WriteMeta(connection, "topic_id", Guid.NewGuid().ToString("n"));
    }

    private static long TableCount(DuckDBConnection connection)
    {
        using var result = QueryResult.Run(connection, "SELECT count(*) FROM duckdb_tables() WHERE NOT temporary");
        result.NextChunk();
        return result.Int64(0, 0);
    }

    private static Dictionary<string, string> ReadMeta(DuckDBConnection connection, DuckDbOptions options)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        using var table = QueryResult.Run(connection, "SELECT 1 FROM duckdb_columns() WHERE table_name = 'meta' AND column_name IN ('key', 'value') AND data_type = 'VARCHAR'");
        if (!table.NextChunk() || table.Count != 2)
            return meta;
        using var result = QueryResult.Run(connection, "SELECT key, value FROM meta");
        while (result.NextChunk())
            for (var row = 0; row < result.Count; row++)
                meta[result.Text(0, row)] = result.Text(1, row);
        return meta;
    }

    private static void WriteMeta(DuckDBConnection connection, string key, string value)
    {
        QueryResult.Execute(connection, $"DELETE FROM meta WHERE key = {key}");
        QueryResult.Execute(connection, $"INSERT INTO meta VALUES ({key}, {value})");
    }

    private static string Totals(string prefix) =>
        $"{prefix}rides BIGINT NOT NULL, {prefix}total_amount DECIMAL(38, 6) NOT NULL, {prefix}fare_amount DECIMAL(38, 6) NOT NULL, "
        + $"{prefix}tip_amount DECIMAL(38, 6) NOT NULL, {prefix}trip_distance DECIMAL(38, 6) NOT NULL, {prefix}passenger_count BIGINT NOT NULL";

    private static string TypeOf(TripColumn column) => column.Kind switch
    {
        TripColumnKind.Integer => "INTEGER",
        TripColumnKind.Decimal => "DECIMAL(18, 6)",
        TripColumnKind.Timestamp => "TIMESTAMP",
        TripColumnKind.Flag => "VARCHAR",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Kind, "A kind of column without a type."),
    };
}

using DuckDB.NET.Data;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>
/// What of the log is in memory: where each partition begins and ends, its commit, and its tail. The process owns the
/// file, so this is exact, and asking costs no query. The write loop changes it after each commit.
/// </summary>
internal sealed class LogState(DuckDbOptions options)
{
    private PartitionState[] _partitions = [];

    /// <summary>The log's identity, made with its tables.</summary>
    public string TopicId { get; private set; } = "";

    /// <summary>How many partitions there are.</summary>
    public int Partitions => _partitions.Length;

    /// <summary>The last records.</summary>
    public LogTail Tail { get; } = new(options.TailMegabytes * 1024L * 1024);

    /// <summary>What is durable of a partition.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    public PartitionState this[int partition] => Volatile.Read(ref _partitions[Checked(partition)]);

    /// <summary>Makes a commit visible.</summary>
    public void Publish(int partition, PartitionState state) => Volatile.Write(ref _partitions[partition], state);

    /// <summary>Throws when there is no such partition.</summary>
    public int Checked(int partition) =>
        partition >= 0 && partition < _partitions.Length
            ? partition
            : throw new ArgumentOutOfRangeException(nameof(partition), partition, $"{options.Topic} has partitions 0 to {_partitions.Length - 1}.");

    /// <summary>Reads all of it from the tables.</summary>
    public void Load(DuckDBConnection connection, string topicId, int partitions)
    {
        TopicId = topicId;
        var states = Enumerable.Repeat(PartitionState.Empty, partitions).ToArray();
        LoadTrims(connection, states);
        LoadRanges(connection, states);
        LoadCommits(connection, states);
        Tail.Reset(partitions);
        _partitions = states;
    }

    // What retention has removed is remembered apart, since the records that told are gone.
    private static void LoadTrims(DuckDBConnection connection, PartitionState[] states)
    {
        using var trims = QueryResult.Run(connection, $"SELECT part, earliest, position, appended_at FROM {Schema.Partitions}");
        while (trims.NextChunk())
            for (var row = 0; row < trims.Count; row++)
                states[trims.Int32(0, row)] = new PartitionState(
                    new LogRange(trims.Int64(1, row), trims.Int64(1, row)), trims.Int64(2, row), DuckDbTime.ToInstant(trims.Int64(3, row)), null);
    }

    private static void LoadRanges(DuckDBConnection connection, PartitionState[] states)
    {
        var ranges = new List<(int Partition, long First, long Last)>();
        using (var result = QueryResult.Run(connection, $"SELECT part, min(off), max(off) FROM {Schema.Log} GROUP BY part"))
            while (result.NextChunk())
                for (var row = 0; row < result.Count; row++)
                    ranges.Add((result.Int32(0, row), result.Int64(1, row), result.Int64(2, row)));
        foreach (var (partition, first, last) in ranges)
        {
            var log = new Sql.Fragment(Schema.Log);
            using var result = QueryResult.Run(connection, $"SELECT position + octet_length(payload), appended_at FROM {log} WHERE part = {partition} AND off = {last}");
            result.NextChunk();
            states[partition] = states[partition] with
            {
                Range = new LogRange(first, last + 1),
                NextPosition = result.Int64(0, 0),
                LastAppendedAt = DuckDbTime.ToInstant(result.Int64(1, 0)),
            };
        }
    }

    private static void LoadCommits(DuckDBConnection connection, PartitionState[] states)
    {
        using var commits = QueryResult.Run(connection, $"SELECT part, topic_id, off, counted, dead_lettered, appended_at, missed FROM {Schema.Commits}");
        while (commits.NextChunk())
            for (var row = 0; row < commits.Count; row++)
            {
                var partition = commits.Int32(0, row);
                DateTimeOffset? appendedAt = commits.IsNull(5, row) ? null : DuckDbTime.ToInstant(commits.Int64(5, row));
                var commit = new LogCommit(commits.Text(1, row), commits.Int64(2, row), commits.Int64(3, row), commits.Int64(4, row), appendedAt, commits.Int64(6, row));
                states[partition] = states[partition] with { Commit = commit };
            }
    }
}

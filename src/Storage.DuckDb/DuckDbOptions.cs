using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>Where the database is, and how much it may take.</summary>
public sealed class DuckDbOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "DuckDb";

    /// <summary>The database's file; its folder is made when it is not there. Default: <c>data/lambda.duckdb</c>.</summary>
    public string? Path { get; set; }

    /// <summary>The log's name. Default: <c>taxi_stream</c>.</summary>
    [Required]
    public string Topic { get; set; } = "taxi_stream";

    /// <summary>Partitions of the log. A database that has more keeps them; one that has fewer gets the rest. Default: 4.</summary>
    [Range(1, 64)]
    public int Partitions { get; set; } = 4;

    /// <summary>The length of the longest record, in bytes. Default: 1,048,576.</summary>
    [Range(1_024, 16_777_216)]
    public int MaxRecordBytes { get; set; } = 1_048_576;

    /// <summary>How long the log keeps a record, once it is worked off. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "8.00:00:00", "36525.00:00:00")]
    public TimeSpan LogRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often the log is trimmed to <see cref="LogRetention"/>. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TrimInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How much memory DuckDB may take for its buffers, in mebibytes. Not all of DuckDB's memory counts; the process may
    /// take some 100 MiB more. Default: 64.
    /// </summary>
    [Range(64, 1_048_576)]
    public int MemoryLimitMegabytes { get; set; } = 64;

    /// <summary>
    /// How many threads DuckDB may use for one query. With more than one they wait for each other by spinning, which takes
    /// twice the processor time of a write. Queries run beside each other in any case. Default: 1.
    /// </summary>
    [Range(1, 256)]
    public int Threads { get; set; } = 1;

    /// <summary>How many queries may run at once. Default: 4.</summary>
    [Range(1, 64)]
    public int ReadConnections { get; set; } = 4;

    /// <summary>
    /// How large the write-ahead log may grow, in mebibytes, before a commit has to wait until it is worked into the file.
    /// Small makes for many waits, large for long ones - 0.3 seconds for 64, 0.6 for 256 - and for a long start after a
    /// crash. Default: 64.
    /// </summary>
    [Range(1, 4_096)]
    public int CheckpointThresholdMegabytes { get; set; } = 64;

    /// <summary>
    /// After how long without a write the write-ahead log is worked into the file, where it has grown to
    /// <see cref="IdleCheckpointMegabytes"/>. Default: 3 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan IdleCheckpointAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The size of the write-ahead log, in mebibytes, that is worth working in while nothing is written. Default: 8.</summary>
    [Range(1, 4_096)]
    public int IdleCheckpointMegabytes { get; set; } = 8;

    /// <summary>How much may wait to be written, in mebibytes; what is more waits at the door. Default: 32.</summary>
    [Range(1, 1_024)]
    public int QueueMegabytes { get; set; } = 32;

    /// <summary>
    /// How long a commit waits for company after the first write of it came, where the one before had company. A commit takes
    /// 2 ms whatever is in it. Default: 2 milliseconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How much of what was last appended to the log is held in memory for its readers, in mebibytes. Default: 16.</summary>
    [Range(0, 4_096)]
    public int TailMegabytes { get; set; } = 16;

    /// <summary>Where the file is, whatever the current folder.</summary>
    internal string FullPath => System.IO.Path.GetFullPath(string.IsNullOrEmpty(Path) ? System.IO.Path.Combine("data", "lambda.duckdb") : Path);
}

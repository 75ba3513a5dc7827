using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>How a dataset's trips are sent through the log.</summary>
public sealed class ReplayOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Replay";

    /// <summary>How many events go into one append to a partition at most. Default: 4,096.</summary>
    [Range(1, 100_000)]
    public int BatchRecords { get; set; } = 4096;

    /// <summary>How often progress is stored; a run that goes on with another's work reads the log from there. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often one append is tried before the replay is given up, to be gone on with later. Default: 8.</summary>
    [Range(1, 1000)]
    public int Attempts { get; set; } = 8;

    /// <summary>The wait before an append is tried again; it doubles with each further failure, up to 10 seconds. Default: 100 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Backoff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long an append whose answer did not come is given to arrive before the log is searched for it. One that
    /// arrives later still would stand in the log twice. Default: 1 second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(1);
}

using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Streaming;

/// <summary>How a stream provider reads an event log.</summary>
public sealed class EventLogStreamOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Streaming";

    /// <summary>How many records one read takes at most: what is delivered together. Default: 12,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxRecordsPerRead { get; set; } = 12_000;

    /// <summary>
    /// How many reads of a partition are under way at most, the one being delivered included. The log is the buffer:
    /// more than one read ahead gains nothing and costs memory. Default: 2.
    /// </summary>
    [Range(1, 64)]
    public int MaxReadsInFlight { get; set; } = 2;

    /// <summary>How long a reader that has reached the end waits before it looks again. Default: 50 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "00:01:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often Orleans asks for what was read. Default: 10 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "00:00:10")]
    public TimeSpan DeliveryPeriod { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How often the place to resume from is remembered in the log. Default: 300 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:10:00")]
    public TimeSpan CommitPeriod { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How often the observer is told how far a partition has come. Default: 500 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:01:00")]
    public TimeSpan ProgressPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How far the watermark of a partition that is worked off stays behind the clock: a record may become readable a
    /// little after the time it carries, and clocks differ. Default: 1 second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan WatermarkGrace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a failure; it doubles with each one that follows. Default: 100 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "00:01:00")]
    public TimeSpan MinRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause after a failure. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long deliveries wait for a subscriber where their stream has none, before they are dropped and the partition
    /// goes on. Default: forever, since a stream without its subscriber is not to lose anything.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "10675199.02:48:05.4775807")]
    public TimeSpan UnreadAfter { get; set; } = TimeSpan.MaxValue;

    /// <summary>How often is looked whether the log has got more partitions. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "1.00:00:00")]
    public TimeSpan PartitionCheckPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the silo's start waits for a log that does not answer before it fails. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);
}

using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Speed;

/// <summary>How windows are counted, closed and shown.</summary>
public sealed class SpeedLayerOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Speed";

    /// <summary>How long past a window's end the watermark waits before the window is final. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long after a window has become final its late events still go through its grain. After that they are written
    /// to its row directly, many windows at once. Default: 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650000.00:00:00")]
    public TimeSpan AmendDirectlyAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a window waits for its store before it takes the outcome for unknown. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:05:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The pause before events are sent to a window again; it doubles with each attempt. Default: 50 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "00:01:00")]
    public TimeSpan MinRetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause before events are sent to a window again. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "00:01:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a partition goes on sending to windows that fail before it tells the stream provider, which delivers the
    /// same events again. Shorter than Orleans' response time-out, or deliveries would queue up. Default: 20 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:05:00")]
    public TimeSpan DeliveryBudget { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a silo reports its partitions to the ledger and learns the watermark. Default: 500 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:01:00")]
    public TimeSpan ReportPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the ledger looks for windows that the watermark has passed. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:01:00")]
    public TimeSpan ClosePeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many windows are closed at once. Default: 64.</summary>
    [Range(1, 4096)]
    public int CloseParallelism { get; set; } = 64;

    /// <summary>How long a window without events stays in memory. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many windows a silo keeps in memory, and how many rows of windows that are over; beyond that, the idle ones go early. Default: 8,192.</summary>
    [Range(1, 1_000_000)]
    public int MaxWindowsInMemory { get; set; } = 8192;

    /// <summary>How often a silo publishes the changes of its windows. Default: 150 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:01:00")]
    public TimeSpan FeedPeriod { get; set; } = TimeSpan.FromMilliseconds(150);
}

using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Batch;

/// <summary>How long the batch layer tries before it gives up on a store or on the log.</summary>
public sealed class StoreRetryOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Batch:Retry";

    /// <summary>How often the same is tried. Default: 10, with the delays below pauses of about a minute in all, beside what the attempts take.</summary>
    [Range(1, 1000)]
    public int Attempts { get; set; } = 10;

    /// <summary>The pause after the first failure; each later one is twice as long. Default: 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(15);
}

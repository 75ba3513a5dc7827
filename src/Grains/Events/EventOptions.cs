using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Events;

/// <summary>What is taken for an event.</summary>
public sealed class EventOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Events";

    /// <summary>How far an event's time may lie before the time the log took it. Replayed trips may be older. Default: 3,653 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "36525.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(3653);

    /// <summary>How far an event's time may lie after the time the log took it: clocks differ. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "36525.00:00:00")]
    public TimeSpan MaxAhead { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest event, in bytes of JSON. Default: 16,384.</summary>
    [Range(64, 1_048_576)]
    public int MaxBytes { get; set; } = 16_384;
}

using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.Grains.Batch;

/// <summary>When and how days are recomputed.</summary>
public sealed class BatchOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Batch";

    /// <summary>Whether this silo sees to it that days are computed and imports gone on with; what others ask for it does all the same. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The zone whose midnight ends a day of the stream, by its IANA name. Default: Europe/Berlin.</summary>
    [Required]
    public string TimeZone { get; set; } = "Europe/Berlin";

    /// <summary>How often the reminder looks for work that was missed; it wakes the batch layer after a silo has died. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ReminderPeriod { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after midnight the log is looked through for events of the day before that came late; zero: not before the next midnight. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00")]
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many partitions of the log are read at once. Default: 4.</summary>
    [Range(1, 64)]
    public int LogReaders { get; set; } = 4;

    /// <summary>How many records one read of the log asks for. Default: 8,192.</summary>
    [Range(1, 1_048_576)]
    public int RecordsPerRead { get; set; } = 8_192;

    /// <summary>How many runs the history keeps, one that is under way and one that waits among them. Default: 1,000.</summary>
    [Range(2, 100_000)]
    public int KeepRuns { get; set; } = 1_000;

    /// <summary>How many days a caller may ask for at once. Default: 3,660.</summary>
    [Range(1, 36_600)]
    public int MaxRequestedDays { get; set; } = 3_660;
}

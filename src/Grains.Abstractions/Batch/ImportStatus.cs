namespace OrleansLambda.Grains.Abstractions;

/// <summary>The progress of one dataset's import.</summary>
[GenerateSerializer, Immutable, Alias("OrleansLambda.ImportStatus")]
public sealed record ImportStatus
{
    /// <summary>Names the import: a fingerprint of the dataset's bytes.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The file or the address that the dataset was taken from.</summary>
    [Id(1)] public required string Location { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required WorkState State { get; init; }

    /// <summary>When it was first asked for, in UTC.</summary>
    [Id(3)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    [Id(4)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Records read so far: good and rejected ones.</summary>
    [Id(5)] public long Records { get; init; }

    /// <summary>
    /// Trips that the store did not hold before. Exact through kills and lost answers, since nothing but imports adds
    /// trips, and they do so one at a time.
    /// </summary>
    [Id(6)] public long Added { get; init; }

    /// <summary>Records in the reject file.</summary>
    [Id(7)] public long Rejected { get; init; }

    /// <summary>How much of the dataset is done, from 0 to 1.</summary>
    [Id(8)] public double Done { get; init; }

    /// <summary>Records a second, of this life of the process; zero when not under way.</summary>
    [Id(9)] public double RecordsPerSecond { get; init; }

    /// <summary>How long it will still take at that rate; null when that cannot be told.</summary>
    [Id(10)] public TimeSpan? Eta { get; init; }

    /// <summary>The file of rejected records, where there are any.</summary>
    [Id(11)] public string? RejectFile { get; init; }

    /// <summary>Why it failed.</summary>
    [Id(12)] public string? Error { get; init; }
}

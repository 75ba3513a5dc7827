namespace OrleansLambda.Grains.Abstractions;

/// <summary>One run of the batch layer.</summary>
[GenerateSerializer, Immutable, Alias("OrleansLambda.RunStatus")]
public sealed record RunStatus
{
    /// <summary>Names the run; later runs have greater ids.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What asked for it.</summary>
    [Id(1)] public required RunTrigger Trigger { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required WorkState State { get; init; }

    /// <summary>When it began, in UTC; until it has ended, when it was asked for.</summary>
    [Id(3)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    [Id(4)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Days recomputed.</summary>
    [Id(5)] public int DaysWritten { get; init; }

    /// <summary>Trips of the master dataset that went into them.</summary>
    [Id(6)] public long TripsRead { get; init; }

    /// <summary>Records read from the log for them.</summary>
    [Id(7)] public long EventsRead { get; init; }

    /// <summary>Why it failed.</summary>
    [Id(8)] public string? Error { get; init; }
}

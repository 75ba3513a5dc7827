namespace OrleansLambda.Grains.Ingest;

/// <summary>What became of one period's work.</summary>
/// <param name="AppendedAt">When the timestamp was durable in the log; null where it is not.</param>
/// <param name="IsRefused">The answer was no timestamp within the bounds, and stands in the dead letters.</param>
/// <param name="Error">What went wrong, in a sentence; null when the timestamp was appended.</param>
public readonly record struct IngestOutcome(DateTimeOffset? AppendedAt, bool IsRefused, string? Error)
{
    /// <summary>The timestamp is in the log.</summary>
    public static IngestOutcome Appended(DateTimeOffset at) => new(at, false, null);

    /// <summary>The answer is in the dead letters.</summary>
    public static IngestOutcome Refused(string reason) => new(null, true, $"An answer was refused: {reason}.");

    /// <summary>There is no timestamp of this period.</summary>
    public static IngestOutcome Failed(string error) => new(null, false, error);
}

namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>What the log's events add up to, by day.</summary>
/// <param name="Days">The days that have events, also those whose every event is left out.</param>
/// <param name="Records">How many records were read.</param>
/// <param name="LostBefore">The log may lack records appended up to then; null when it has them all.</param>
/// <param name="AheadLost">The log lacks replays that came ahead of their time.</param>
internal sealed record LogTotals(
    IReadOnlyDictionary<DateOnly, DayAccumulator> Days,
    long Records,
    DateTimeOffset? LostBefore,
    bool AheadLost);

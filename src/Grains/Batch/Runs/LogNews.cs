namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>What a partition has got since it was looked at last.</summary>
/// <param name="Partition">Which partition.</param>
/// <param name="End">Where looking ended.</param>
/// <param name="Days">The days that got events.</param>
/// <param name="AheadDays">Of those, the ones that got replays from further ahead than live events may be.</param>
/// <param name="AheadFrom">The offset of the first such replay, or null.</param>
internal sealed record LogNews(int Partition, long End, DateSet Days, DateSet AheadDays, long? AheadFrom);

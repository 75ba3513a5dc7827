namespace OrleansLambda.Streaming.Abstractions;

/// <summary>
/// How far a partition has been worked off: every record below <see cref="Offset"/> is durably counted or stands in
/// the dead letters. The counts belong to that prefix of the partition, so that going back to an older commit and
/// reading on arrives at the same numbers.
/// </summary>
/// <param name="TopicId">The topic the offsets belong to; a commit of another one is no commit.</param>
/// <param name="Offset">Where to resume.</param>
/// <param name="Counted">Records below the offset that are counted in a window.</param>
/// <param name="DeadLettered">Records below the offset that stand in the dead letters.</param>
/// <param name="AppendedAt">When the last record below the offset was appended, in UTC, to the microsecond; null before the first.</param>
/// <param name="Missed">Offsets below the offset whose records retention had removed before they were read.</param>
public sealed record LogCommit(string TopicId, long Offset, long Counted, long DeadLettered, DateTimeOffset? AppendedAt, long Missed = 0);

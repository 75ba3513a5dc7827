namespace OrleansLambda.Streaming.Abstractions;

/// <summary>
/// How far one partition has been worked off. At every moment <c>Read = Counted + DeadLettered + Pending</c>.
/// </summary>
/// <param name="Partition">Which partition.</param>
/// <param name="NextOffset">The offset that will be read next.</param>
/// <param name="EndOffset">The offset that the next record appended will have.</param>
/// <param name="Read">Records read, of all that the partition ever held.</param>
/// <param name="Counted">Of those, the ones durably counted in a window.</param>
/// <param name="DeadLettered">Of those, the ones that stand in the dead letters.</param>
/// <param name="Pending">Of those, the ones on their way.</param>
/// <param name="Missed">Records that retention removed before they were read.</param>
/// <param name="Watermark">The append time up to which everything is worked off.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.PartitionProgress")]
public sealed record PartitionProgress(
    [property: Id(0)] PartitionId Partition,
    [property: Id(1)] long NextOffset,
    [property: Id(2)] long EndOffset,
    [property: Id(3)] long Read,
    [property: Id(4)] long Counted,
    [property: Id(5)] long DeadLettered,
    [property: Id(6)] long Pending,
    [property: Id(7)] long Missed,
    [property: Id(8)] DateTimeOffset Watermark)
{
    /// <summary>
    /// When the reader that tells this took the partition over, in ticks. Two readers may overlap for a while; the one
    /// that came later is to be believed.
    /// </summary>
    [Id(9)]
    public long Epoch { get; init; }

    /// <summary>When this reader last remembered in the log how far it is; null before the first time.</summary>
    [Id(10)]
    public DateTimeOffset? CommittedAt { get; init; }

    /// <summary>Records that wait in the log to be read.</summary>
    public long Lag => Math.Max(0, EndOffset - NextOffset);
}

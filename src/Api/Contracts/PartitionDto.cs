namespace OrleansLambda.Api.Contracts;

/// <summary>One partition's account: <c>read = counted + dead_lettered + pending</c>.</summary>
internal sealed record PartitionDto(
    int Partition,
    string TopicId,
    long NextOffset,
    long EndOffset,
    long Read,
    long Counted,
    long DeadLettered,
    long Pending,
    long Lag,
    long Missed,
    DateTimeOffset? Watermark)
{
    public static PartitionDto From(PartitionProgress progress) => new(
        progress.Partition.Partition,
        progress.Partition.TopicId,
        progress.NextOffset,
        progress.EndOffset,
        progress.Read,
        progress.Counted,
        progress.DeadLettered,
        progress.Pending,
        progress.Lag,
        progress.Missed,
        LedgerDto.Known(progress.Watermark));
}

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>A record that cannot be counted.</summary>
/// <param name="Key">Where it stands.</param>
/// <param name="Reason">What is wrong with it, in a sentence.</param>
/// <param name="AppendedAt">When the log took it, in UTC, to the microsecond.</param>
/// <param name="Value">The record's first bytes, at most <see cref="MaxValueBytes"/>.</param>
/// <param name="Length">The record's whole length in bytes; the log has the rest.</param>
public sealed record DeadLetter(DeadLetterKey Key, string Reason, DateTimeOffset AppendedAt, ReadOnlyMemory<byte> Value, int Length)
{
    /// <summary>How much of a record its letter quotes.</summary>
    public const int MaxValueBytes = 4096;

    /// <summary>The letter of a record; it shares the record's memory.</summary>
    public static DeadLetter Of(PartitionId partition, LogRecord record, string reason) => new(
        new DeadLetterKey(partition.TopicId, partition.Partition, record.Offset),
        reason,
        record.AppendedAt,
        record.Value[..Math.Min(record.Value.Length, MaxValueBytes)],
        record.Value.Length);
}

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>A reader stands at an offset that its partition does not hold: retention overtook it, or the topic was made anew.</summary>
public sealed class OffsetOutOfRangeException(int partition, long offset, LogRange range)
    : Exception($"Partition {partition} holds offsets [{range.Earliest}, {range.End}), not {offset}.")
{
    /// <summary>The partition read.</summary>
    public int Partition { get; } = partition;

    /// <summary>The offset that was asked for.</summary>
    public long Offset { get; } = offset;

    /// <summary>What there is.</summary>
    public LogRange Range { get; } = range;
}

namespace OrleansLambda.Grains.Abstractions;

/// <summary>Events of one partition that fall into one window, in the order of their offsets.</summary>
/// <remarks>
/// Each event keeps its own offset, because a redelivered batch may be cut elsewhere than the first time: a window
/// counts what lies above its high-water mark, and that may be any tail of the batch.
/// </remarks>
/// <param name="Window">The window that every event belongs to.</param>
/// <param name="Source">The partition the events come from, as a window's high-water marks name it.</param>
/// <param name="Events">At least one event, offsets strictly rising.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.WindowBatch")]
public sealed record WindowBatch(
    [property: Id(0)] TumblingWindow Window,
    [property: Id(1)] PartitionId Source,
    [property: Id(2)] WindowEvent[] Events)
{
    /// <summary>The offset of the last event.</summary>
    public long LastOffset => Events[^1].Offset;
}

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Chooses the partition of an event by its window: a window whose events come from one partition takes one call at a time.</summary>
public static class WindowPartitioner
{
    /// <summary>The partition of <paramref name="window"/>'s events, the same on every machine and in every version.</summary>
    public static int PartitionOf(TumblingWindow window, int partitions)
    {
        // Neighbouring windows are spread: the finalizer of SplitMix64 turns each bit of the number with even odds.
        var z = (ulong)window.Number + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(((z ^ (z >> 31)) >> 32) * (ulong)partitions >> 32);
    }
}

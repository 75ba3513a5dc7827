namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Which of a replay's trips a partition holds.</summary>
/// <param name="Start">Where was read from: the trips up to its ordinal are there.</param>
/// <param name="Ordinals">The ordinals of the later ones that are there, ascending.</param>
/// <param name="End">The offset up to which was read.</param>
internal sealed record ReplayContents(ReplayPosition Start, long[] Ordinals, long End)
{
    /// <summary>The highest ordinal that is there, or -1. Of those below it some may be missing.</summary>
    public long Highest => Ordinals is [.., var last] ? last : Start.Ordinal;

    /// <summary>Whether the trip with that ordinal is there.</summary>
    public bool Has(long ordinal) => ordinal <= Start.Ordinal || (ordinal <= Highest && Array.BinarySearch(Ordinals, ordinal) >= 0);
}

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>How far a replay has come in one partition.</summary>
/// <param name="Offset">Above all of the replay's events up to <paramref name="Ordinal"/>, and at or below all later ones.</param>
/// <param name="Ordinal">The highest ordinal of the replay's trips in the partition, or -1.</param>
internal readonly record struct ReplayPosition(long Offset, long Ordinal)
{
    /// <summary>Takes the records of <paramref name="batch"/> into account, those of other origin too.</summary>
    public ReplayPosition Advance(LogBatch batch, ReplayTag tag)
    {
        var ordinal = Ordinal;
        foreach (var record in batch.Records)
            if (tag.TryReadOrdinal(record.Value.Span, out var found))
                ordinal = Math.Max(ordinal, found);
        return new ReplayPosition(batch.NextOffset, ordinal);
    }
}

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>What is left to be read, in the direction of the scan: from a key to another; empty keys are the table's ends.</summary>
internal readonly record struct KeyRange(ReadOnlyMemory<byte> Start, bool IncludeStart, ReadOnlyMemory<byte> Stop, bool IncludeStop)
{
    /// <summary>The least key that is greater than all keys that begin with <paramref name="prefix"/>; empty where there is none.</summary>
    public static ReadOnlyMemory<byte> After(ReadOnlyMemory<byte> prefix)
    {
        var length = prefix.Span.LastIndexOfAnyExcept(byte.MaxValue) + 1;
        var next = prefix[..length].ToArray();
        if (length > 0)
            next[^1]++;
        return next;
    }

    /// <summary>The range behind a row that has been read.</summary>
    public KeyRange Behind(ReadOnlyMemory<byte> row) => this with { Start = row, IncludeStart = false };

    /// <summary>The range that is left when keys go up and a region with this end has been read; null for none.</summary>
    public KeyRange? BehindRegion(ReadOnlyMemory<byte> end)
    {
        if (end.IsEmpty)
            return null;
        var toStop = Stop.IsEmpty ? -1 : end.Span.SequenceCompareTo(Stop.Span);
        return toStop < 0 || (toStop == 0 && IncludeStop) ? this with { Start = end, IncludeStart = true } : null;
    }

    /// <summary>The range that is left when keys go down and a region with this start has been read; null for none.</summary>
    public KeyRange? BeforeRegion(ReadOnlyMemory<byte> start) =>
        start.IsEmpty || (!Stop.IsEmpty && start.Span.SequenceCompareTo(Stop.Span) <= 0) ? null : this with { Start = start, IncludeStart = false };
}

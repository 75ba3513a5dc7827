using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>What is known of a table's regions, in the order of their keys; regions may be missing. It never changes.</summary>
internal sealed class TableRegions
{
    private readonly RegionLocation[] _regions;

    private TableRegions(RegionLocation[] regions) => _regions = regions;

    /// <summary>Nothing is known.</summary>
    public static TableRegions Empty { get; } = new([]);

    /// <summary>The known regions, in order.</summary>
    public IReadOnlyList<RegionLocation> All => _regions;

    /// <summary>The region of a row; null where it is not known.</summary>
    public RegionLocation? Find(ReadOnlySpan<byte> row)
    {
        var at = LastAtOrBefore(row);
        return at >= 0 && _regions[at].Contains(row) ? _regions[at] : null;
    }

    /// <summary>The region of the keys right before one, or of the table's last ones where that is empty; null where it is not known.</summary>
    public RegionLocation? FindBefore(ReadOnlySpan<byte> key)
    {
        var at = LastBefore(key);
        return at >= 0 && _regions[at].End.Span is var end && (end.IsEmpty || (!key.IsEmpty && key.SequenceCompareTo(end) <= 0)) ? _regions[at] : null;
    }

    /// <summary>The range of keys around a row that no known region covers.</summary>
    public (ByteString From, ByteString To) Gap(ReadOnlySpan<byte> row) => GapBehind(LastAtOrBefore(row));

    /// <summary>The range of keys right before one, or before the table's end, that no known region covers.</summary>
    public (ByteString From, ByteString To) GapBefore(ReadOnlySpan<byte> key) => GapBehind(LastBefore(key));

    /// <summary>With these regions, and without those that they overlap.</summary>
    public TableRegions With(IReadOnlyCollection<RegionLocation> regions) =>
        new([.. _regions.Where(known => !regions.Any(region => Overlap(known, region))).Concat(regions).OrderBy(region => region.Start, ByKey.Instance)]);

    /// <summary>Without this region, if it is known just so.</summary>
    public TableRegions Without(RegionLocation region) => Array.IndexOf(_regions, region) < 0 ? this : new([.. _regions.Where(known => known != region)]);

    /// <summary>
    /// With this region in its new place, where that is news of the region as it is known here; else without it, so that the
    /// catalog is asked. Two servers that each remember a region leaving for the other would else send callers to and fro
    /// between them, though it has been split and is on neither.
    /// </summary>
    public TableRegions Moved(RegionLocation region, NewPlace place)
    {
        if (Array.IndexOf(_regions, region) < 0)
            return this;
        return place.AsOf > region.AsOf ? With([region with { Server = place.Server, AsOf = place.AsOf }]) : Without(region);
    }

    private static bool Overlap(RegionLocation a, RegionLocation b) =>
        (a.End.IsEmpty || b.Start.Span.SequenceCompareTo(a.End.Span) < 0) && (b.End.IsEmpty || a.Start.Span.SequenceCompareTo(b.End.Span) < 0);

    private (ByteString From, ByteString To) GapBehind(int at) =>
        (at < 0 ? ByteString.Empty : _regions[at].End, at + 1 < _regions.Length ? _regions[at + 1].Start : ByteString.Empty);

    private int LastBefore(ReadOnlySpan<byte> key)
    {
        var at = key.IsEmpty ? _regions.Length - 1 : LastAtOrBefore(key);
        return at >= 0 && !key.IsEmpty && _regions[at].Start.Span.SequenceEqual(key) ? at - 1 : at;
    }

    private int LastAtOrBefore(ReadOnlySpan<byte> row)
    {
        var (low, high) = (0, _regions.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_regions[middle].Start.Span.SequenceCompareTo(row) <= 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return high;
    }

    private sealed class ByKey : IComparer<ByteString>
    {
        public static readonly ByKey Instance = new();

        public int Compare(ByteString? x, ByteString? y) => x!.Span.SequenceCompareTo(y!.Span);
    }
}

using System.Globalization;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Regions;

public sealed class TableRegionsTests
{
    [Fact]
    public void Find_GivesTheRegionThatHoldsTheRow_OfAnySplits() =>
        Gen.Select(Gen.Byte.Array[1, 3].HashSet[0, 8], Gen.Byte.Array[1, 4]).Sample((splits, row) =>
        {
            var regions = TableRegions.Empty.With(Regions([.. splits]));
            var found = regions.Find(row)!;
            Assert.Single(regions.All, region => region.Contains(row));
            Assert.True(found.Contains(row));
        });

    [Fact]
    public void Gap_IsWhatNoKnownRegionCovers_AndFillingItGivesTheRow() =>
        Gen.Select(Gen.Byte.Array[1, 3].HashSet[1, 8], Gen.Byte.Array[1, 4], Gen.Int[0, 255]).Sample((splits, row, mask) =>
        {
            var all = Regions([.. splits]);
            var known = TableRegions.Empty.With([.. all.Where((_, i) => (mask >> (i % 8) & 1) == 1)]);
            if (known.Find(row) is not null)
                return;
            var (from, to) = known.Gap(row);
            Assert.True(from.Span.SequenceCompareTo(row) <= 0 && (to.IsEmpty || to.Span.SequenceCompareTo(row) > 0));
            var missing = all.Where(region => region.Start.Span.SequenceCompareTo(from.Span) >= 0 && (to.IsEmpty || region.Start.Span.SequenceCompareTo(to.Span) < 0));
            Assert.NotNull(known.With([.. missing]).Find(row));
        });

    [Fact]
    public void FindBefore_GivesTheRegionOfTheKeysRightBefore_AndItsGapIsFilledByIt() =>
        Gen.Select(Gen.Byte.Array[1, 3].HashSet[0, 8], Gen.Byte.Array[0, 4], Gen.Int[0, 255]).Sample((splits, key, mask) =>
        {
            var all = Regions([.. splits]);
            var expected = all.Last(region => key.Length == 0 || region.Start.Span.SequenceCompareTo(key) < 0 || region.Start.IsEmpty);
            if (key.Length > 0)
                Assert.True(expected.End.IsEmpty || expected.End.Span.SequenceCompareTo(key) >= 0);
            Assert.Same(expected, TableRegions.Empty.With(all).FindBefore(key));
            var known = TableRegions.Empty.With([.. all.Where((_, i) => (mask >> (i % 8) & 1) == 1)]);
            if (known.FindBefore(key) is { } found)
            {
                Assert.Same(expected, found);
                return;
            }
            var (from, to) = known.GapBefore(key);
            Assert.Same(expected, known.With([.. all.Where(region => region.Start.Span.SequenceCompareTo(from.Span) >= 0 && (to.IsEmpty || region.Start.Span.SequenceCompareTo(to.Span) < 0))]).FindBefore(key));
        });

    [Fact]
    public void With_RemovesWhatTheNewRegionsOverlap()
    {
        var regions = TableRegions.Empty.With([Region("", "b"), Region("b", "d"), Region("d", "")]);
        var merged = regions.With([Region("", "d")]);
        Assert.Equal(["", "d"], merged.All.Select(region => region.Start.ToStringUtf8()));
        var split = merged.With([Region("", "a"), Region("a", "d")]);
        Assert.Equal(["", "a", "d"], split.All.Select(region => region.Start.ToStringUtf8()));
    }

    [Fact]
    public void Without_LeavesARegion_ThatIsKnownOtherwise()
    {
        var (old, moved) = (Region("", ""), Region("", "") with { Server = new ServerAddress("other", 2) });
        Assert.Same(moved, TableRegions.Empty.With([moved]).Without(old).Find("r"u8));
        Assert.Null(TableRegions.Empty.With([old]).Without(old).Find("r"u8));
    }

    [Fact]
    public void Moved_TakesNewsOnly_SoThatTwoServersCannotSendCallersToAndFro()
    {
        var (a, b) = (new ServerAddress("a", 1), new ServerAddress("b", 1));
        var region = Region("", "") with { Server = a, AsOf = 10 };
        var regions = TableRegions.Empty.With([region]).Moved(region, new NewPlace(b, 15));
        var moved = regions.Find("r"u8)!;
        Assert.Equal((b, 15), (moved.Server, moved.AsOf));
        Assert.Null(regions.Moved(moved, new NewPlace(a, 5)).Find("r"u8));
        Assert.Same(regions, regions.Moved(region, new NewPlace(a, 20))); // It is known otherwise by now.
    }

    private static RegionLocation[] Regions(byte[][] splits)
    {
        Array.Sort(splits, (a, b) => a.AsSpan().SequenceCompareTo(b));
        byte[][] starts = [[], .. splits.Where((split, i) => i == 0 || !split.AsSpan().SequenceEqual(splits[i - 1]))];
        return [.. starts.Select((start, i) => Region(ByteString.CopyFrom(start), i + 1 < starts.Length ? ByteString.CopyFrom(starts[i + 1]) : ByteString.Empty))];
    }

    private static RegionLocation Region(string start, string end) => Region(ByteString.CopyFromUtf8(start), ByteString.CopyFromUtf8(end));

    private static RegionLocation Region(ByteString start, ByteString end) =>
        new("t", ByteString.CopyFromUtf8(string.Create(CultureInfo.InvariantCulture, $"t,{start.Length},1.")), start, end, new ServerAddress("s", 1));
}

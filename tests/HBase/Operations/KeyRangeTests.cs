using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Tests.Operations;

public sealed class KeyRangeTests
{
    [Fact]
    public void After_IsTheLeastKey_BehindAllThatBeginSo() =>
        Gen.Select(Gen.OneOf(Gen.Byte, Gen.Const((byte)255)).Array[0, 4], Gen.Byte.Array[0, 4]).Sample((prefix, other) =>
        {
            var after = KeyRange.After(prefix).Span;
            if (after.IsEmpty)
            {
                Assert.True(prefix.All(b => b == 255));
                return;
            }
            Assert.True(after.SequenceCompareTo([.. prefix, .. other]) > 0);
            if (other.AsSpan().SequenceCompareTo(prefix) > 0 && !other.AsSpan().StartsWith(prefix))
                Assert.True(after.SequenceCompareTo(other) <= 0);
        });

    [Fact]
    public void Regions_AreLeftBehind_UntilTheStop()
    {
        var range = new KeyRange("a".Utf8(), true, "m".Utf8(), false);
        Assert.Equal("c", range.BehindRegion("c".Utf8())!.Value.Start.Utf8());
        Assert.Null(range.BehindRegion("m".Utf8()));
        Assert.Null(range.BehindRegion(default));
        Assert.NotNull((range with { IncludeStop = true }).BehindRegion("m".Utf8()));
        var down = new KeyRange("z".Utf8(), true, "m".Utf8(), false);
        Assert.False(down.BeforeRegion("p".Utf8())!.Value.IncludeStart);
        Assert.Null(down.BeforeRegion("m".Utf8()));
        Assert.Null(down.BeforeRegion(default));
    }
}

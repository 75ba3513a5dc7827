namespace OrleansLambda.Laws.Speed;

public sealed class HighWaterMarksTests
{
    private static readonly Gen<(PartitionId Partition, long Offset)[]> Marks =
        Gen.Select(Any.FewPartitions, Gen.OneOf(Gen.Long[0, 5], Gen.Long[0, long.MaxValue])).Array[0, 20];

    [Fact]
    public void Marks_AreTheHighestOffsets_OfEachPartition() =>
        Gen.Select(Marks, Any.Partition).Sample((marks, other) =>
        {
            var all = Fold(marks);
            var expected = marks.GroupBy(mark => mark.Partition).ToDictionary(group => group.Key, group => group.Max(mark => mark.Offset));
            Assert.Equal(expected, all.ToDictionary());
            foreach (var partition in expected.Keys.Append(other))
                Assert.Equal(expected.GetValueOrDefault(partition, -1), all[partition]);
        });

    [Fact]
    public void Marks_AreTheSame_InWhateverOrderTheyCame() =>
        (from marks in Marks from shuffled in Gen.Shuffle(marks.ToArray()) select (marks, shuffled)).Sample(sample =>
        {
            var (a, b) = (Fold(sample.marks), Fold(sample.shuffled));
            Assert.True(a.Equals(b) && b.Equals((object)a), "The same marks are not equal.");
            Assert.Equal(a.GetHashCode(), b.GetHashCode());
            Assert.Equal(a.AsEnumerable(), b.AsEnumerable());
            Assert.Equal(a, HighWaterMarks.From(a));
        });

    [Fact]
    public void Marks_AreEqual_OnlyWithTheSameContent() =>
        Gen.Select(Marks, Marks).Sample((a, b) =>
            Fold(a).Equals(Fold(b)) == Fold(a).OrderBy(mark => mark.Key.ToString()).SequenceEqual(Fold(b).OrderBy(mark => mark.Key.ToString())));

    [Fact]
    public void With_LeavesTheOldMarksAsTheyWere() =>
        Gen.Select(Marks, Any.FewPartitions, Gen.Long[0, long.MaxValue]).Sample((marks, partition, offset) =>
        {
            var before = Fold(marks);
            var copy = HighWaterMarks.From(before.ToArray());

            var after = before.With(partition, offset);

            Assert.Equal(copy, before);
            Assert.Equal(Math.Max(before[partition], offset), after[partition]);
            Assert.Equal(after, after.With(partition, offset));
            Assert.Equal(after, after.With(partition, offset / 2));
        });

    [Fact]
    public void None_HasNoMarks()
    {
        Assert.Empty(HighWaterMarks.None);
        Assert.Equal(-1, HighWaterMarks.None[new("a", 0)]);
        Assert.False(HighWaterMarks.None.Equals(null));
    }

    private static HighWaterMarks Fold(IEnumerable<(PartitionId Partition, long Offset)> marks) =>
        marks.Aggregate(HighWaterMarks.None, (all, mark) => all.With(mark.Partition, mark.Offset));
}

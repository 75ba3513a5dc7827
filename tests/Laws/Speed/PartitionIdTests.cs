namespace OrleansLambda.Laws.Speed;

public sealed class PartitionIdTests
{
    [Fact]
    public void ToString_AndParse_AreInverse() =>
        Any.Partition.Sample(partition => PartitionId.Parse(partition.ToString()) == partition, iter: 10_000);

    [Fact]
    public void Texts_OfDifferentPartitions_Differ() =>
        Gen.Select(Any.FewPartitions, Any.FewPartitions).Sample((a, b) => (a.ToString() == b.ToString()) == (a == b));

    [Theory]
    [InlineData("")]
    [InlineData("topic")]
    [InlineData("topic/")]
    [InlineData("topic/x")]
    [InlineData("topic/-1")]
    [InlineData("topic/+1")]
    [InlineData("topic/ 1")]
    [InlineData("topic/1 ")]
    [InlineData("topic/2147483648")]
    [InlineData("topic/1/")]
    public void Text_IsRefused_WithoutASlashAndANumber(string text) => Assert.Throws<FormatException>(() => PartitionId.Parse(text));
}

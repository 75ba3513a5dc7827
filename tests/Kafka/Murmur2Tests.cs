using System.Text;
using OrleansLambda.EventLog.Kafka.Appending;

namespace OrleansLambda.Kafka.Tests;

/// <summary>The hash by which Kafka's clients choose partitions; the values are those that Kafka's own tests expect.</summary>
public sealed class Murmur2Tests
{
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hash_IsKafkas(string key, int hash) => Assert.Equal(hash, (int)Murmur2.Hash(Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData("21", 8)]
    [InlineData("foobar", 7)]
    [InlineData("abc", 1)]
    public void Partition_IsTheHashWithoutItsSign_ModuloTheirNumber(string key, int partitions)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        Assert.Equal(((int)Murmur2.Hash(bytes) & 0x7fffffff) % partitions, Murmur2.PartitionOf(bytes, partitions));
    }
}

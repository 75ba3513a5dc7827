using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansLambda.Streaming.Records;

namespace OrleansLambda.Cluster;

/// <summary>How items and records, and keys and streams, become each other.</summary>
public sealed class RecordFormatTests
{
    private static readonly PartitionId Partition = new("topic", 3);

    [Fact]
    public void Json_ReadsWhatItWrote()
    {
        var format = new JsonStreamFormat();
        Assert.Equal(new Numbered(7), format.Read<Numbered>(format.Write(new Numbered(7))));
        Assert.Equal("""{"number":7}""", Encoding.UTF8.GetString(format.Write(new Numbered(7)).Span));
        Assert.Equal("ü", format.Read<string>(format.Write("ü")));
        Assert.Equal([1, 0xFF], format.Read<byte[]>(format.Write(new byte[] { 1, 0xFF })));
        Assert.Equal([2, 3], format.Read<ReadOnlyMemory<byte>>(format.Write<ReadOnlyMemory<byte>>(new byte[] { 2, 3 })).ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"number":"x"}""")]
    public void Json_RefusesWhatIsNoItem(string value) =>
        Assert.Throws<FormatException>(() => new JsonStreamFormat().Read<Numbered>(Encoding.UTF8.GetBytes(value)));

    [Theory]
    [InlineData("key", null, "own", "key")]
    [InlineData("key", "other", "other", "key")]
    [InlineData("key", "", null, "key")]
    [InlineData("", null, "own", "3")]
    [InlineData("ü", "ns", "ns", "ü")]
    public void Record_IsOfTheStream_ThatItNames(string key, string? named, string? ns, string streamKey)
    {
        var meaning = Interpret(Encoding.UTF8.GetBytes(key), named is null ? null : Encoding.UTF8.GetBytes(named));
        var stream = Assert.Single(meaning.Containers).StreamId;
        Assert.Equal(StreamId.Create(ns, streamKey), stream);
        Assert.Equal(ns, stream.Namespace.IsEmpty ? null : stream.GetNamespace());
        Assert.Empty(meaning.DeadLetters);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, 1, "key")]
    [InlineData(new byte[] { 1 }, 65_536, "namespace")]
    public void Record_IsADeadLetter_WhereItNamesNoStream(byte[] key, int namespaceLength, string what)
    {
        var meaning = Interpret(key, [.. Enumerable.Repeat((byte)'n', namespaceLength)]);
        Assert.Empty(meaning.Containers);
        Assert.Contains(what, Assert.Single(meaning.DeadLetters).Reason, StringComparison.Ordinal);
    }

    private static Interpretation Interpret(byte[] key, byte[]? ns)
    {
        var format = new RecordFormat("provider", new JsonStreamFormat(), NullLogger<RecordFormat>.Instance);
        return new KeyedRecordInterpreter("own", "provider", format)
            .Interpret(Partition, [new LogRecord(0, DateTimeOffset.UnixEpoch, new byte[] { 1 }) { Key = key, Namespace = ns }]);
    }
}

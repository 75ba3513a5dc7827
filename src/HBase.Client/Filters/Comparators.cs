using Google.Protobuf;

namespace OrleansLambda.HBase.Client;

/// <summary>What values are compared with.</summary>
internal static class Comparators
{
    private const string Package = "org.apache.hadoop.hbase.filter.";

    /// <summary>Nothing: the column is missing, or its value empty.</summary>
    public static Proto.Comparator Null { get; } = new() { Name = Package + "NullComparator", SerializedComparator = ByteString.Empty };

    /// <summary>A value.</summary>
    public static Proto.Comparator Binary(ReadOnlyMemory<byte> value) => new()
    {
        Name = Package + "BinaryComparator",
        SerializedComparator = new Proto.BinaryComparator { Comparable = new Proto.ByteArrayComparable { Value = UnsafeByteOperations.UnsafeWrap(value) } }.ToByteString(),
    };
}

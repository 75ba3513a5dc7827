using Google.Protobuf;

namespace OrleansLambda.HBase.Client;

/// <summary>What must hold for a column of a row, at the moment of a change of the same row, for the change to be made.</summary>
/// <remarks>HBase does not tell a column that is missing from one whose value is empty.</remarks>
public sealed class RowCondition
{
    private readonly Proto.Condition _proto;

    private RowCondition(ReadOnlyMemory<byte> row, ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, Proto.CompareType type, Proto.Comparator comparator)
    {
        Row = row;
        _proto = new Proto.Condition
        {
            Row = UnsafeByteOperations.UnsafeWrap(row),
            Family = UnsafeByteOperations.UnsafeWrap(family),
            Qualifier = UnsafeByteOperations.UnsafeWrap(qualifier),
            CompareType = type,
            Comparator = comparator,
        };
    }

    /// <summary>The row's key.</summary>
    public ReadOnlyMemory<byte> Row { get; }

    /// <summary>The column has this value.</summary>
    public static RowCondition ValueEquals(ReadOnlyMemory<byte> row, ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, ReadOnlyMemory<byte> value) =>
        new(row, family, qualifier, Proto.CompareType.Equal, Comparators.Binary(value));

    /// <summary>The column is missing, or its value is empty. Of a row that does not exist every column is missing.</summary>
    public static RowCondition Absent(ReadOnlyMemory<byte> row, ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier) =>
        new(row, family, qualifier, Proto.CompareType.Equal, Comparators.Null);

    /// <summary>The column is there, with a value that is not empty.</summary>
    public static RowCondition Present(ReadOnlyMemory<byte> row, ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier) =>
        new(row, family, qualifier, Proto.CompareType.NotEqual, Comparators.Null);

    internal Proto.Condition ToProto() => _proto;
}

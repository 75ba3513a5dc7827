using System.Buffers.Binary;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// One value of one column of one row, as a view of the bytes that the server sent: creating it copies nothing, and its
/// parts are valid as long as the <see cref="HBaseRow"/> it came from.
/// </summary>
public readonly struct Cell
{
    internal const long LatestTimestamp = long.MaxValue;

    // Length of the key, length of the value, length of the row, row, length of the family, family, qualifier, timestamp,
    // type, value: HBase's KeyValue, without the length that stands before it in a block.
    private readonly ReadOnlyMemory<byte> _encoded;

    /// <summary>Takes bytes that <see cref="KeyValueCodec.Measure"/> has found to be a cell.</summary>
    internal Cell(ReadOnlyMemory<byte> encoded) => _encoded = encoded;

    /// <summary>The row's key.</summary>
    public ReadOnlyMemory<byte> Row => _encoded.Slice(10, RowLength);

    /// <summary>The column's family.</summary>
    public ReadOnlyMemory<byte> Family => _encoded.Slice(11 + RowLength, FamilyLength);

    /// <summary>The column's name within the family.</summary>
    public ReadOnlyMemory<byte> Qualifier => _encoded[(11 + RowLength + FamilyLength)..(KeyEnd - 9)];

    /// <summary>The version: milliseconds since 1970 unless the writer meant something else by it.</summary>
    public long Timestamp => BinaryPrimitives.ReadInt64BigEndian(_encoded.Span[(KeyEnd - 9)..]);

    /// <summary>Whether it is a value or the mark of a deletion.</summary>
    public CellType Type => (CellType)_encoded.Span[KeyEnd - 1];

    /// <summary>The value.</summary>
    public ReadOnlyMemory<byte> Value => _encoded[KeyEnd..];

    private int KeyEnd => 8 + BinaryPrimitives.ReadInt32BigEndian(_encoded.Span);

    private int RowLength => BinaryPrimitives.ReadUInt16BigEndian(_encoded.Span[8..]);

    private int FamilyLength => _encoded.Span[10 + RowLength];

    internal bool Is(ReadOnlySpan<byte> family, ReadOnlySpan<byte> qualifier) =>
        Family.Span.SequenceEqual(family) && Qualifier.Span.SequenceEqual(qualifier);
}

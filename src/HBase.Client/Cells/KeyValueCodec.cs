using System.Buffers;
using System.Buffers.Binary;

namespace OrleansLambda.HBase.Client.Cells;

/// <summary>
/// Cells in a block, as <c>org.apache.hadoop.hbase.codec.KeyValueCodec</c> has them: a length of four bytes, then the
/// KeyValue, without tags. All numbers are big-endian.
/// </summary>
internal static class KeyValueCodec
{
    /// <summary>The codec's name, for the connection's header.</summary>
    public const string ClassName = "org.apache.hadoop.hbase.codec.KeyValueCodec";

    /// <summary>The longest row key there can be.</summary>
    public const int MaxRowLength = short.MaxValue;

    /// <summary>The longest name of a family there can be.</summary>
    public const int MaxFamilyLength = sbyte.MaxValue;

    /// <summary>The least that a cell takes in a block.</summary>
    public const int MinLength = LengthsLength + KeyOverhead;

    // Length of the block's entry, of key and of value.
    private const int LengthsLength = 12;

    // Lengths of row and family, timestamp and type.
    private const int KeyOverhead = 12;

    /// <summary>How many bytes a cell takes in a block.</summary>
    public static int Length(int row, int family, int qualifier, int value) =>
        checked(LengthsLength + KeyOverhead + row + family + qualifier + value);

    /// <summary>Writes one cell.</summary>
    public static void Write(
        IBufferWriter<byte> output, ReadOnlySpan<byte> row, ReadOnlySpan<byte> family, ReadOnlySpan<byte> qualifier, long timestamp, CellType type, ReadOnlySpan<byte> value)
    {
        var keyLength = KeyOverhead + row.Length + family.Length + qualifier.Length;
        var span = output.GetSpan(LengthsLength + keyLength);
        BinaryPrimitives.WriteInt32BigEndian(span, 8 + keyLength + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], keyLength);
        BinaryPrimitives.WriteInt32BigEndian(span[8..], value.Length);
        BinaryPrimitives.WriteUInt16BigEndian(span[12..], (ushort)row.Length);
        row.CopyTo(span[14..]);
        var at = 14 + row.Length;
        span[at++] = (byte)family.Length;
        family.CopyTo(span[at..]);
        at += family.Length;
        qualifier.CopyTo(span[at..]);
        at += qualifier.Length;
        BinaryPrimitives.WriteInt64BigEndian(span[at..], timestamp);
        span[at + 8] = (byte)type;
        output.Advance(at + 9);
        output.Write(value);
    }

    /// <summary>The length of the entry that <paramref name="block"/> begins with, its own length field included.</summary>
    /// <exception cref="HBaseProtocolException">What is there is no whole cell.</exception>
    public static int Measure(ReadOnlySpan<byte> block)
    {
        if (block.Length < MinLength)
            throw new HBaseProtocolException($"A cell takes {MinLength} bytes at least, and {block.Length} are left of the block.");
        long entry = BinaryPrimitives.ReadInt32BigEndian(block);
        long key = BinaryPrimitives.ReadInt32BigEndian(block[4..]);
        long value = BinaryPrimitives.ReadInt32BigEndian(block[8..]);
        if (key < KeyOverhead || value < 0 || entry != 8 + key + value || entry > block.Length - 4)
            throw new HBaseProtocolException($"A cell of {entry} bytes claims a key of {key} and a value of {value}, with {block.Length - 4} left of the block.");
        long row = BinaryPrimitives.ReadUInt16BigEndian(block[12..]);
        if (row > key - KeyOverhead || block[14 + (int)row] > key - KeyOverhead - row)
            throw new HBaseProtocolException($"A cell's key of {key} bytes claims a row of {row} and a family that does not fit behind it.");
        return (int)(4 + entry);
    }
}

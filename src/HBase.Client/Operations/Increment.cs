using System.Buffers.Binary;

namespace OrleansLambda.HBase.Client;

/// <summary>Adds to columns of a row, each a number of eight bytes, big-endian; a column that is missing counts from zero.</summary>
public sealed class Increment(ReadOnlyMemory<byte> row) : OnceMutation(row)
{
    internal override Proto.MutationProto.Types.MutationType Kind => Proto.MutationProto.Types.MutationType.Increment;

    /// <summary>Adds an amount to a column; a negative one is taken away.</summary>
    public Increment Add(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, long amount)
    {
        var value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, amount);
        AddCell(family, qualifier, Cell.LatestTimestamp, CellType.Put, value);
        return this;
    }
}

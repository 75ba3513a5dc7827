using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;

namespace OrleansLambda.HBase.Client;

/// <summary>Something that is done to one row. It may be used again, but must not be changed while it is being carried out.</summary>
public abstract class RowOperation
{
    private protected RowOperation(ReadOnlyMemory<byte> row)
    {
        if (row.Length is 0 or > KeyValueCodec.MaxRowLength)
            throw new ArgumentException($"A row's key has 1 to {KeyValueCodec.MaxRowLength} bytes, and this has {row.Length}.", nameof(row));
        Row = row;
    }

    /// <summary>The row's key. It is not copied: it must not be changed afterwards.</summary>
    public ReadOnlyMemory<byte> Row { get; }

    /// <summary>The operation as one action of a batch; its cells, where it has some, go into <paramref name="cells"/>.</summary>
    internal abstract Proto.Action ToAction(CellBlock cells);

    private protected static ByteString Wrap(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);
}

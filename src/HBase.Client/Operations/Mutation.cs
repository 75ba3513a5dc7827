using System.Buffers;
using OrleansLambda.HBase.Client.Cells;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// A change of one row, atomic as a whole. Keys and values that it is given are not copied: they must not be changed before
/// it has been carried out.
/// </summary>
public abstract class Mutation : RowOperation, ICellSource
{
    private Column[] _cells = [];

    private protected Mutation(ReadOnlyMemory<byte> row)
        : base(row)
    {
    }

    /// <summary>What has been done with it when it is acknowledged. Default: what the table is set to.</summary>
    public Durability Durability { get; set; }

    /// <summary>How many cells it has.</summary>
    public int CellCount { get; private set; }

    /// <inheritdoc/>
    int ICellSource.EncodedLength => EncodedLength;

    /// <summary>How many bytes its cells take on the wire.</summary>
    internal int EncodedLength { get; private set; }

    internal abstract Proto.MutationProto.Types.MutationType Kind { get; }

    /// <inheritdoc/>
    void ICellSource.WriteTo(IBufferWriter<byte> output)
    {
        foreach (ref readonly var cell in _cells.AsSpan(0, CellCount))
            KeyValueCodec.Write(output, Row.Span, cell.Family.Span, cell.Qualifier.Span, cell.Timestamp, cell.Type, cell.Value.Span);
    }

    /// <inheritdoc/>
    internal override Proto.Action ToAction(CellBlock cells) => new() { Mutation = ToProto(cells) };

    internal virtual Proto.MutationProto ToProto(CellBlock cells)
    {
        var proto = new Proto.MutationProto { MutateType = Kind, AssociatedCellCount = CellCount };
        if (Durability != Durability.UseDefault)
            proto.Durability = (Proto.MutationProto.Types.Durability)Durability;
        if (CellCount == 0)
            proto.Row = Wrap(Row); // Else the server takes it from the first cell.
        else
            cells.Add(this);
        return proto;
    }

    private protected void AddCell(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, long timestamp, CellType type, ReadOnlyMemory<byte> value)
    {
        if (family.Length is 0 or > KeyValueCodec.MaxFamilyLength)
            throw new ArgumentException($"A family's name has 1 to {KeyValueCodec.MaxFamilyLength} bytes, and this has {family.Length}.", nameof(family));
        ArgumentOutOfRangeException.ThrowIfNegative(timestamp);
        EncodedLength = checked(EncodedLength + KeyValueCodec.Length(Row.Length, family.Length, qualifier.Length, value.Length));
        if (CellCount == _cells.Length)
            Array.Resize(ref _cells, Math.Max(1, CellCount * 2));
        _cells[CellCount++] = new Column(family, qualifier, timestamp, type, value);
    }

    private readonly record struct Column(ReadOnlyMemory<byte> Family, ReadOnlyMemory<byte> Qualifier, long Timestamp, CellType Type, ReadOnlyMemory<byte> Value);
}

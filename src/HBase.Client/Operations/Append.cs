namespace OrleansLambda.HBase.Client;

/// <summary>Puts bytes behind the values of columns of a row; a column that is missing counts as empty.</summary>
public sealed class Append(ReadOnlyMemory<byte> row) : OnceMutation(row)
{
    internal override Proto.MutationProto.Types.MutationType Kind => Proto.MutationProto.Types.MutationType.Append;

    /// <summary>Puts bytes behind a column's value.</summary>
    public Append Add(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, ReadOnlyMemory<byte> value)
    {
        AddCell(family, qualifier, Cell.LatestTimestamp, CellType.Put, value);
        return this;
    }
}

namespace OrleansLambda.HBase.Client;

/// <summary>Deletes a whole row, or those parts of it that are named.</summary>
public sealed class Delete(ReadOnlyMemory<byte> row) : Mutation(row)
{
    internal override Proto.MutationProto.Types.MutationType Kind => Proto.MutationProto.Types.MutationType.Delete;

    /// <summary>Deletes all versions of all columns of a family, or those up to a timestamp.</summary>
    public Delete Family(ReadOnlyMemory<byte> family, long upTo = Cell.LatestTimestamp)
    {
        AddCell(family, default, upTo, CellType.DeleteFamily, default);
        return this;
    }

    /// <summary>Deletes all versions of a column, or those up to a timestamp.</summary>
    public Delete Column(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, long upTo = Cell.LatestTimestamp)
    {
        AddCell(family, qualifier, upTo, CellType.DeleteColumn, default);
        return this;
    }

    /// <summary>Deletes one version of a column.</summary>
    public Delete Version(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, long timestamp)
    {
        AddCell(family, qualifier, timestamp, CellType.Delete, default);
        return this;
    }
}

namespace OrleansLambda.HBase.Client;

/// <summary>Gives columns of a row new values.</summary>
public sealed class Put(ReadOnlyMemory<byte> row) : Mutation(row)
{
    internal override Proto.MutationProto.Types.MutationType Kind => Proto.MutationProto.Types.MutationType.Put;

    /// <summary>Gives a column a value, with the time at which the server gets it as its timestamp.</summary>
    public Put Add(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, ReadOnlyMemory<byte> value) =>
        Add(family, qualifier, Cell.LatestTimestamp, value);

    /// <summary>Gives a column a value. With a timestamp of one's own, carrying the same put out again changes nothing.</summary>
    /// <param name="family">The family.</param>
    /// <param name="qualifier">The column's name within it; may be empty.</param>
    /// <param name="timestamp">The version, at least 0.</param>
    /// <param name="value">The value.</param>
    public Put Add(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier, long timestamp, ReadOnlyMemory<byte> value)
    {
        AddCell(family, qualifier, timestamp, CellType.Put, value);
        return this;
    }
}

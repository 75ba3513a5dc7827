namespace OrleansLambda.HBase.Client.Cells;

/// <summary>Takes rows out of a block of cells, front to back. What it gives has bytes of its own, so the block may be reused.</summary>
internal struct CellBlockReader(ReadOnlyMemory<byte> block)
{
    private ReadOnlyMemory<byte> _rest = block;

    /// <summary>Whether all of the block has been read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The next <paramref name="cells"/> cells as a row; null for none.</summary>
    /// <exception cref="HBaseProtocolException">The block holds fewer, or they are not of one row.</exception>
    public HBaseRow? ReadRow(int cells)
    {
        if (cells == 0)
            return null;
        if (cells < 0 || cells > _rest.Length / KeyValueCodec.MinLength)
            throw new HBaseProtocolException($"A result claims {cells} cells in {_rest.Length} bytes.");
        var ends = new int[cells];
        var length = 0;
        for (var i = 0; i < cells; i++)
            ends[i] = length += KeyValueCodec.Measure(_rest.Span[length..]);
        var row = new HBaseRow(_rest[..length].ToArray(), ends);
        _rest = _rest[length..];
        foreach (var cell in row)
        {
            if (!cell.Row.Span.SequenceEqual(row.Key.Span))
                throw new HBaseProtocolException("A result holds cells of more than one row.");
        }
        return row;
    }
}

namespace OrleansLambda.HBase.Client.Cells;

/// <summary>The cells that travel behind one request: encoded only when they are written to the connection.</summary>
internal sealed class CellBlock
{
    private readonly List<ICellSource> _sources = [];

    /// <summary>How long the block is, in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>What is written, in this order.</summary>
    public IReadOnlyList<ICellSource> Sources => _sources;

    /// <summary>Appends the cells of <paramref name="source"/>.</summary>
    /// <exception cref="OverflowException">The block would be longer than 2 GiB.</exception>
    public void Add(ICellSource source)
    {
        Length = checked(Length + source.EncodedLength);
        _sources.Add(source);
    }
}

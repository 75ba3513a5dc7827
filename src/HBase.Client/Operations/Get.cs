using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Client;

/// <summary>Reads one row: the newest version of all its columns, unless told otherwise.</summary>
public sealed class Get(ReadOnlyMemory<byte> row) : RowOperation(row)
{
    private readonly ColumnSelection _columns = new();

    /// <summary>How many versions of each column are read, at least 1. Default: 1.</summary>
    public int MaxVersions { get; set; } = 1;

    /// <summary>Which timestamps are read. Default: all.</summary>
    public TimestampRange? Timestamps { get; set; }

    /// <summary>What else decides which cells are read. Default: nothing.</summary>
    public Filter? Filter { get; set; }

    /// <summary>Whether the server keeps what it reads in its cache. Default: yes.</summary>
    public bool CacheBlocks { get; set; } = true;

    /// <summary>Reads this family, and only what is named.</summary>
    public Get Family(ReadOnlyMemory<byte> family)
    {
        _columns.Add(family, null);
        return this;
    }

    /// <summary>Reads this column, and only what is named.</summary>
    public Get Column(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier)
    {
        _columns.Add(family, qualifier);
        return this;
    }

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void ThrowIfWrong()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxVersions, 1);
        Timestamps?.ThrowIfWrong();
    }

    /// <inheritdoc/>
    internal override Proto.Action ToAction(CellBlock cells) => new() { Get = ToProto() };

    internal Proto.Get ToProto(bool existenceOnly = false)
    {
        var get = new Proto.Get { Row = Wrap(Row), MaxVersions = (uint)MaxVersions };
        _columns.CopyTo(get.Column);
        if (Timestamps is { } range)
            get.TimeRange = range.ToProto();
        if (Filter is not null)
            get.Filter = Filter.ToProto();
        if (!CacheBlocks)
            get.CacheBlocks = false;
        if (existenceOnly)
            get.ExistenceOnly = true;
        return get;
    }
}

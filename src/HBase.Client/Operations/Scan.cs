using Google.Protobuf;
using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Client;

/// <summary>Reads rows in the order of their keys: all rows and columns, in their newest version, unless told otherwise.</summary>
public sealed class Scan
{
    private readonly ColumnSelection _columns = new();

    /// <summary>The key to begin at; empty for the table's beginning, or its end where <see cref="Reversed"/>.</summary>
    public ReadOnlyMemory<byte> StartRow { get; set; }

    /// <summary>Whether the row of <see cref="StartRow"/> itself is read. Default: yes.</summary>
    public bool IncludeStartRow { get; set; } = true;

    /// <summary>The key to stop at; empty for the table's end, or its beginning where <see cref="Reversed"/>.</summary>
    public ReadOnlyMemory<byte> StopRow { get; set; }

    /// <summary>Whether the row of <see cref="StopRow"/> itself is read. Default: no.</summary>
    public bool IncludeStopRow { get; set; }

    /// <summary>Whether keys go down. Default: they go up.</summary>
    public bool Reversed { get; set; }

    /// <summary>How many rows are read at most; 0 for all. Default: all.</summary>
    public int Limit { get; set; }

    /// <summary>How many versions of each column are read. Default: 1.</summary>
    public int MaxVersions { get; set; } = 1;

    /// <summary>Which timestamps are read. Default: all.</summary>
    public TimestampRange? Timestamps { get; set; }

    /// <summary>What else decides which rows and cells are read. Default: nothing.</summary>
    public Filter? Filter { get; set; }

    /// <summary>Whether the server keeps what it reads in its cache. Default: yes; for a scan of much that is read once, no is better.</summary>
    public bool CacheBlocks { get; set; } = true;

    /// <summary>How many rows one call gives at most. Default: 10,000, so that <see cref="PageBytes"/> decides.</summary>
    public int PageRows { get; set; } = 10_000;

    /// <summary>How many bytes of cells one call gives, about. A longer row comes in parts, which are put together. Default: 2 MiB.</summary>
    public int PageBytes { get; set; } = 2 * 1_048_576;

    /// <summary>A scan of the rows whose keys begin so.</summary>
    public static Scan WithPrefix(ReadOnlyMemory<byte> prefix) => new() { StartRow = prefix, StopRow = KeyRange.After(prefix) };

    /// <summary>Reads this family, and only what is named.</summary>
    public Scan Family(ReadOnlyMemory<byte> family)
    {
        _columns.Add(family, null);
        return this;
    }

    /// <summary>Reads this column, and only what is named.</summary>
    public Scan Column(ReadOnlyMemory<byte> family, ReadOnlyMemory<byte> qualifier)
    {
        _columns.Add(family, qualifier);
        return this;
    }

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void ThrowIfWrong()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxVersions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PageRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PageBytes, 1);
        Timestamps?.ThrowIfWrong();
    }

    internal Proto.Scan ToProto(KeyRange range)
    {
        var scan = new Proto.Scan
        {
            StartRow = UnsafeByteOperations.UnsafeWrap(range.Start),
            StopRow = UnsafeByteOperations.UnsafeWrap(range.Stop),
            IncludeStartRow = range.IncludeStart,
            IncludeStopRow = range.IncludeStop,
            MaxVersions = (uint)MaxVersions,
            Caching = (uint)PageRows,
            MaxResultSize = (ulong)PageBytes,
            CacheBlocks = CacheBlocks,
        };
        _columns.CopyTo(scan.Column);
        if (Reversed)
            scan.Reversed = true;
        if (Timestamps is { } timestamps)
            scan.TimeRange = timestamps.ToProto();
        if (Filter is not null)
            scan.Filter = Filter.ToProto();
        return scan;
    }
}

using OrleansLambda.Storage.HBase.Calls;
using OrleansLambda.Storage.HBase.Keys;

namespace OrleansLambda.Storage.HBase.Windows;

/// <summary>Reads ranges of windows: one range of keys in each bucket, merged in the order of time.</summary>
internal sealed class WindowScan(HBaseTable table)
{
    // A page for each bucket holds its share of what is asked for, and a little more, so that one page mostly does.
    private const int Spare = 16;
    private const int MostRows = 10_000;

    /// <summary>Rows of windows that start in [<paramref name="from"/>, <paramref name="to"/>), ascending.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The instant behind the last.</param>
    /// <param name="limit">How many are wanted.</param>
    /// <param name="columns">Names what is read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<HBaseRow> UpAsync(DateTimeOffset from, DateTimeOffset to, int limit, Action<Scan> columns, CancellationToken cancellationToken)
    {
        if (from >= to)
            return AsyncEnumerable.Empty<HBaseRow>();
        return Merge.RunAsync(
            WindowKey.All.Select(bucket => table.ScanAsync(
                Scan(WindowKey.Bound(bucket, from), WindowKey.Bound(bucket, to), limit, columns), cancellationToken)),
            static (a, b) => ByStart(a, b),
            cancellationToken);
    }

    /// <summary>Rows of windows that start before <paramref name="before"/>, descending.</summary>
    public IAsyncEnumerable<HBaseRow> DownAsync(DateTimeOffset before, int limit, Action<Scan> columns, CancellationToken cancellationToken) => Merge.RunAsync(
        WindowKey.All.Select(bucket =>
        {
            var scan = Scan(WindowKey.Bound(bucket, before), WindowKey.FirstOf(bucket, DateOnly.MinValue), limit, columns);
            (scan.Reversed, scan.IncludeStartRow) = (true, false);
            return table.ScanAsync(scan, cancellationToken);
        }),
        static (a, b) => ByStart(b, a),
        cancellationToken);

    /// <summary>The first window's row of a bucket on a date in [<paramref name="from"/>, <paramref name="to"/>], or null; its key alone.</summary>
    public async Task<HBaseRow?> FirstAsync(int bucket, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var scan = new Scan
        {
            StartRow = WindowKey.FirstOf(bucket, from),
            StopRow = WindowKey.Behind(bucket, to),
            Limit = 1,
            PageRows = 1,
            Filter = Filter.KeyOnly,
        };
        await foreach (var row in table.ScanAsync(scan.Column(Tables.Columns.Realtime, Tables.Columns.Version), cancellationToken))
            return row;
        return null;
    }

    private static Scan Scan(byte[] start, byte[] stop, int limit, Action<Scan> columns)
    {
        var scan = new Scan { StartRow = start, StopRow = stop, Limit = limit, PageRows = Math.Min((limit / WindowKey.Buckets) + Spare, MostRows) };
        columns(scan);
        return scan;
    }

    // The bucket is not part of the order.
    private static int ByStart(HBaseRow a, HBaseRow b) => a.Key.Span[1..].SequenceCompareTo(b.Key.Span[1..]);
}

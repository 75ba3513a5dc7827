using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Client;

/// <content>Ranges of rows.</content>
public sealed partial class HBaseTable
{
    /// <summary>
    /// Reads rows in order, each once and whole, through moves of regions and losses of servers. The next page is fetched
    /// while one is being worked through. Each region is read as it is when the scan comes to it. Who cancels or leaves it does
    /// not wait for a server.
    /// </summary>
    /// <exception cref="HBaseException">For <see cref="HBaseOptions.OperationTimeout"/> no row could be read, or it cannot be.</exception>
    public async IAsyncEnumerable<HBaseRow> ScanAsync(Scan scan, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        scan.ThrowIfWrong();
        await using var pages = new ScanPages(new ScanCursor(_core, Name, scan, Range(scan)), cancellation);
        while (await pages.NextAsync() is { } rows)
        {
            foreach (var row in rows)
                yield return row;
        }
    }

    /// <summary>
    /// Reads rows from several regions at once, in no order, each once and whole. <see cref="Scan.Limit"/> and
    /// <see cref="Scan.Reversed"/> have no meaning here.
    /// </summary>
    /// <param name="scan">What to read.</param>
    /// <param name="regionsAtOnce">How many regions are read at once, at least 1.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="ArgumentException">The scan has a limit, or goes down.</exception>
    /// <exception cref="HBaseException">A region could not be read for <see cref="HBaseOptions.OperationTimeout"/>, or cannot be.</exception>
    public async IAsyncEnumerable<HBaseRow> ScanParallelAsync(Scan scan, int regionsAtOnce, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(regionsAtOnce, 1);
        scan.ThrowIfWrong();
        if (scan.Limit > 0 || scan.Reversed)
            throw new ArgumentException("A scan of several regions at once has no order, so no limit and no direction.", nameof(scan));
        var ranges = await RangesAsync(Range(scan), cancellation);
        var pages = Channel.CreateBounded<List<HBaseRow>>(regionsAtOnce);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Parallel.ForEachAsync(
            ranges,
            new ParallelOptions { MaxDegreeOfParallelism = regionsAtOnce, CancellationToken = stop.Token },
            async (range, token) =>
            {
                await using var cursor = new ScanCursor(_core, Name, scan, range);
                while (await cursor.NextAsync(token) is { } rows)
                    await pages.Writer.WriteAsync(rows, token);
            });
        _ = reading.ContinueWith(done => pages.Writer.TryComplete(done.Exception?.InnerException), TaskScheduler.Default);
        try
        {
            await foreach (var rows in pages.Reader.ReadAllAsync(cancellation))
            {
                foreach (var row in rows)
                    yield return row;
            }
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static KeyRange Range(Scan scan) => new(scan.StartRow, scan.IncludeStartRow, scan.StopRow, scan.IncludeStopRow);

    /// <summary>The range in pieces, one for each region as they are now. They stay right when regions split or merge meanwhile.</summary>
    private async Task<List<KeyRange>> RangesAsync(KeyRange range, CancellationToken cancellation)
    {
        var regions = await new Admin.MasterCaller(_core).WithRetriesAsync(Name, () => _core.Locator.ListAsync(Name, cancellation), cancellation);
        var ranges = new List<KeyRange>();
        KeyRange? left = range;
        foreach (var region in regions)
        {
            if (left is not { } rest)
                break;
            var end = region.End.Memory;
            if (!end.IsEmpty && rest.Start.Span.SequenceCompareTo(end.Span) >= 0)
                continue; // It lies before the range.
            left = rest.BehindRegion(end);
            ranges.Add(left is null ? rest : rest with { Stop = end, IncludeStop = false });
        }
        if (left is { } last)
            ranges.Add(last); // The last region is on no server now; its cursor waits for it.
        return ranges;
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Calls;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>Reads ranges of dates: one range of keys in each bucket, several buckets at once.</summary>
internal sealed class TripScan(HBaseTable table)
{
    private const int ChunkLength = 4_096;

    /// <summary>The trips on dates in [<paramref name="from"/>, <paramref name="to"/>], in chunks, in no order.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Trip>> ChunksAsync(
        DateOnly from, DateOnly to, int parallelism, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var chunks = Channel.CreateBounded<IReadOnlyList<Trip>>(Math.Min(parallelism, TripKey.Buckets));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(from, to, parallelism, chunks.Writer, leaving.Token);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
                yield return chunk;
        }
        finally
        {
            await leaving.CancelAsync();
            await reading;
        }
    }

    /// <summary>The totals of the trips on each date in [<paramref name="from"/>, <paramref name="to"/>].</summary>
    public async Task<Dictionary<DateOnly, TripTotals>> TotalsAsync(DateOnly from, DateOnly to, int parallelism, CancellationToken cancellationToken)
    {
        var totals = new Dictionary<DateOnly, TripTotals>();
        await ForEachBucketAsync(
            from,
            to,
            parallelism,
            async (rows, _) =>
            {
                var own = await BucketTotalsAsync(rows);
                lock (totals)
                {
                    foreach (var (date, sum) in own)
                        totals[date] = totals.GetValueOrDefault(date).Merge(sum.Totals);
                }
            },
            cancellationToken);
        return totals;
    }

    /// <summary>How many trips there are.</summary>
    public async Task<long> CountAsync(int parallelism, CancellationToken cancellationToken)
    {
        var count = 0L;
        var scan = new Scan { Filter = Filter.KeyOnly, CacheBlocks = false };
        await foreach (var _ in table.ScanParallelAsync(scan, parallelism, cancellationToken))
            count++;
        return count;
    }

    // Its own failures reach the reader through the channel.
    private async Task ReadAsync(DateOnly from, DateOnly to, int parallelism, ChannelWriter<IReadOnlyList<Trip>> chunks, CancellationToken cancellationToken)
    {
        try
        {
            await ForEachBucketAsync(from, to, parallelism, (rows, stop) => CutAsync(rows, chunks, stop), cancellationToken);
            chunks.Complete();
        }
        catch (Exception e)
        {
            chunks.Complete(e is HBaseException ? StoreErrors.OfRead(e) : e);
        }
    }

    private async Task CutAsync(IAsyncEnumerable<HBaseRow> rows, ChannelWriter<IReadOnlyList<Trip>> chunks, CancellationToken cancellationToken)
    {
        var chunk = new List<Trip>();
        await foreach (var row in rows)
        {
            chunk.Add(Read(row));
            if (chunk.Count < ChunkLength)
                continue;
            await chunks.WriteAsync(chunk, cancellationToken);
            chunk = [];
        }
        if (chunk.Count > 0)
            await chunks.WriteAsync(chunk, cancellationToken);
    }

    private Task ForEachBucketAsync(
        DateOnly from, DateOnly to, int parallelism, Func<IAsyncEnumerable<HBaseRow>, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            from <= to ? Enumerable.Range(0, TripKey.Buckets) : [],
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(parallelism, TripKey.Buckets), CancellationToken = cancellationToken },
            async (bucket, stop) =>
            {
                var (start, end) = TripKey.Range(bucket, from, to);
                var scan = new Scan { StartRow = start, StopRow = end, CacheBlocks = false };
                await work(table.ScanAsync(scan.Column(Columns.Raw, Columns.Data), stop), stop);
            });

    private async Task<Dictionary<DateOnly, DateTotals>> BucketTotalsAsync(IAsyncEnumerable<HBaseRow> rows)
    {
        var totals = new Dictionary<DateOnly, DateTotals>();
        var (text, current) = (new byte[KeyText.DateLength], (DateTotals?)null);
        await foreach (var row in rows)
        {
            try
            {
                // Keys come in the order of dates, so the date is looked at only where it changes.
                if (current is null || !TripKey.DateText(row.Key.Span).SequenceEqual(text))
                {
                    TripKey.DateText(row.Key.Span).CopyTo(text);
                    totals.Add(TripKey.DateOf(row.Key.Span), current = new DateTotals());
                }
                current.Add(row[0].Value.Span);
            }
            catch (Exception e) when (StoreErrors.IsUnreadable(e))
            {
                throw StoreErrors.Unreadable(table.Name, row.Key.Span, e);
            }
        }
        return totals;
    }

    private Trip Read(HBaseRow row)
    {
        try
        {
            return TripJson.Read(TripKey.Read(row.Key.Span), row[0].Value.Span);
        }
        catch (Exception e) when (StoreErrors.IsUnreadable(e))
        {
            throw StoreErrors.Unreadable(table.Name, row.Key.Span, e);
        }
    }
}

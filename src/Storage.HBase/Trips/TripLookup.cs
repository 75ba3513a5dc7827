using System.Collections;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>
/// Finds out which trips are there. Those of a chunk lie close together in each bucket, so each bucket is read as a scan reads
/// it: in the order of its keys, several buckets at once, and the server goes from one key that is asked for to the next.
/// </summary>
internal sealed class TripLookup(HBaseTable table, int parallelism)
{
    // Where each lies in a block of its own, the server holds so many blocks of 64 KiB until it has answered.
    private const int KeysAtOnce = 512;

    private static readonly Comparer<byte[]> InOrder = Comparer<byte[]>.Create(static (one, other) => one.AsSpan().SequenceCompareTo(other));

    /// <summary>Which of a chunk's trips are there, of those at the places in <paramref name="doubtful"/>.</summary>
    /// <exception cref="HBaseException">They could not be looked for.</exception>
    public async Task<BitArray> FindAsync(IReadOnlyList<Trip> chunk, IEnumerable<int> doubtful, CancellationToken cancellationToken)
    {
        var found = new BitArray(chunk.Count);
        await Parallel.ForEachAsync(
            doubtful.Select(place => (Key: TripKey.Of(chunk[place].Id), Place: place)).GroupBy(static row => TripKey.BucketOf(row.Key)),
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (bucket, stop) =>
            {
                foreach (var rows in bucket.OrderBy(static row => row.Key, InOrder).Chunk(KeysAtOnce))
                    await FindAsync(rows, found, stop);
            });
        return found;
    }

    private async Task FindAsync((byte[] Key, int Place)[] rows, BitArray found, CancellationToken cancellationToken)
    {
        var scan = new Scan
        {
            StartRow = rows[0].Key,
            StopRow = rows[^1].Key,
            IncludeStopRow = true,
            Filter = Filter.All(Filter.Rows(rows.Select(static row => (ReadOnlyMemory<byte>)row.Key)), Filter.KeyOnly),
        };
        var next = 0;
        await foreach (var row in table.ScanAsync(scan.Column(Columns.Raw, Columns.Data), cancellationToken))
        {
            while (!row.Key.Span.SequenceEqual(rows[next].Key))
                next++; // It is not there.
            lock (found)
                found[rows[next].Place] = true;
        }
    }
}

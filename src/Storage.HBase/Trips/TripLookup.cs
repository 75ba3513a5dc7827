using System.Collections;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>
/// Finds out which trips are there. Those of a chunk lie close together in each bucket, so each bucket is scanned, several at once:
/// a range of keys is read as it is where a good part of it is asked for, which costs least, else from one key to the next.
/// </summary>
internal sealed class TripLookup(HBaseTable table, int parallelism)
{
    private const int KeysAtOnce = 2_048;
    private const int RowsForAKey = 4; // A row that is passed over costs a fraction of a seek.

    // Where each lies in a block of its own, the server holds so many blocks of 64 KiB until it has answered.
    private const int SeeksAtOnce = 256;

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
                {
                    var left = await ReadAsync(rows, Filter.KeyOnly, rows.Length * RowsForAKey, found, stop);
                    foreach (var some in left.Chunk(SeeksAtOnce))
                        await ReadAsync(some, Filter.All(Filter.Rows(some.Select(static row => (ReadOnlyMemory<byte>)row.Key)), Filter.KeyOnly), 0, found, stop);
                }
            });
        return found;
    }

    // Reads what lies from the first key to the last, and returns the keys that it did not come to because of the limit.
    private async Task<(byte[] Key, int Place)[]> ReadAsync(
        (byte[] Key, int Place)[] asked, Filter filter, int limit, BitArray found, CancellationToken cancellationToken)
    {
        var scan = new Scan { StartRow = asked[0].Key, StopRow = asked[^1].Key, IncludeStopRow = true, Filter = filter, Limit = limit };
        var (next, read) = (0, 0);
        await foreach (var row in table.ScanAsync(scan.Column(Columns.Raw, Columns.Data), cancellationToken))
        {
            read++;
            while (asked[next].Key.AsSpan().SequenceCompareTo(row.Key.Span) < 0)
                next++; // It is not there.
            if (!row.Key.Span.SequenceEqual(asked[next].Key))
                continue;
            lock (found)
                found[asked[next].Place] = true;
        }
        return limit > 0 && read == limit ? asked[next..] : [];
    }
}

using System.Collections;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>
/// Adds the trips that are not there. Puts alone could not tell how many that are, and a look for every row would halve the
/// speed; the marks tell for nearly all trips of an import that they cannot be there.
/// </summary>
internal sealed class TripAppend(HBaseTable trips, TripMarks marks, HBaseWriterOptions options)
{
    private const int LookAtOnce = 2_000;
    private const int LooksInFlight = 4;

    private static readonly Filter KeyOnly = Filter.KeyOnly;

    /// <summary>Adds trips, and returns how many were not there.</summary>
    /// <exception cref="HBaseException">Not all could be added; some may have been.</exception>
    public async Task<int> RunAsync(IReadOnlyList<Trip> chunk, CancellationToken cancellationToken)
    {
        var highest = new Dictionary<DateOnly, long>();
        foreach (var trip in chunk)
            highest[trip.Date] = trip.Id.Ordinal; // Ordinals rise.
        var before = await marks.RaiseAsync(highest, cancellationToken);
        var known = await FindAsync(chunk, before, cancellationToken);
        await using var writer = trips.CreateWriter(options);
        using var encoder = new TripEncoder();
        var added = 0;
        for (var i = 0; i < chunk.Count; i++)
        {
            if (known[i])
                continue;
            added++;
            await writer.WriteAsync(encoder.Encode(chunk[i]), cancellationToken);
        }
        await writer.FlushAsync(cancellationToken);
        return added;
    }

    // Which of the trips are there.
    private async Task<BitArray> FindAsync(IReadOnlyList<Trip> chunk, IReadOnlyDictionary<DateOnly, long?> before, CancellationToken cancellationToken)
    {
        var known = new BitArray(chunk.Count);
        var doubtful = Enumerable.Range(0, chunk.Count).Where(i => chunk[i].Id.Ordinal <= before[chunk[i].Date]);
        await Parallel.ForEachAsync(
            doubtful.Chunk(LookAtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = LooksInFlight, CancellationToken = cancellationToken },
            async (some, stop) =>
            {
                var rows = await trips.GetAsync(some.Select(i => new Get(TripKey.Of(chunk[i].Id)) { Filter = KeyOnly }.Column(Columns.Raw, Columns.Data)), stop);
                lock (known)
                {
                    for (var i = 0; i < some.Length; i++)
                        known[some[i]] = rows[i] is not null;
                }
            });
        return known;
    }
}

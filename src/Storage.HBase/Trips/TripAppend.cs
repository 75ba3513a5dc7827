using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>
/// Adds the trips that are not there. Puts alone could not tell how many that are, and a look for every row would halve the
/// speed; the marks tell for nearly all trips of an import that they cannot be there.
/// </summary>
internal sealed class TripAppend(HBaseTable trips, TripMarks marks, TripLookup lookup, HBaseWriterOptions options)
{
    /// <summary>Adds trips, and returns how many were not there.</summary>
    /// <exception cref="HBaseException">Not all could be added; some may have been.</exception>
    public async Task<int> RunAsync(IReadOnlyList<Trip> chunk, CancellationToken cancellationToken)
    {
        var highest = new Dictionary<DateOnly, long>();
        foreach (var trip in chunk)
            highest[trip.Date] = trip.Id.Ordinal; // Ordinals rise.
        var before = await marks.RaiseAsync(highest, cancellationToken);
        var doubtful = Enumerable.Range(0, chunk.Count).Where(i => chunk[i].Id.Ordinal <= before[chunk[i].Date]);
        var known = await lookup.FindAsync(chunk, doubtful, cancellationToken);
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
}

using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Gathers consecutive records into chunks of bounded size: of so many trips, and fewer where records are long or many are
/// no trips. Not for several threads.
/// </summary>
/// <param name="firstOrdinal">The first record's number.</param>
/// <param name="trips">How many trips make a chunk, from 1 to <see cref="IDatasetReader.MaxTrips"/>.</param>
public sealed class ChunkBuilder(long firstOrdinal, int trips)
{
    private const int MaxRejects = ITripStore.MaxChunk - IDatasetReader.MaxTrips;
    private const int BytesPerTrip = 256; // Twice to three times as long as New York's.

    private readonly int _capacity = trips is >= 1 and <= IDatasetReader.MaxTrips
        ? trips
        : throw new ArgumentOutOfRangeException(nameof(trips), trips, $"A chunk is of 1 to {IDatasetReader.MaxTrips} trips.");

    private List<Trip> _trips = [];
    private List<RejectedRecord> _rejects = [];
    private long _first = firstOrdinal;
    private long _bytes;

    /// <summary>The number of the record that is added next.</summary>
    public long NextOrdinal { get; private set; } = firstOrdinal;

    /// <summary>Whether nothing was added since the last chunk.</summary>
    public bool IsEmpty => NextOrdinal == _first;

    /// <summary>Whether the chunk must be taken before another record is added.</summary>
    public bool IsFull => _trips.Count >= _capacity || _rejects.Count >= MaxRejects || _bytes >= (long)_capacity * BytesPerTrip;

    /// <summary>Adds a good record.</summary>
    /// <param name="trip">The trip, with <see cref="NextOrdinal"/> in its id.</param>
    /// <param name="length">About how many bytes long the record was.</param>
    public void Add(Trip trip, int length)
    {
        _trips.Add(trip);
        _bytes += length;
        NextOrdinal++;
    }

    /// <summary>Adds a record that is no trip.</summary>
    public void Reject(long line, string reason, string text)
    {
        _rejects.Add(new RejectedRecord(NextOrdinal, line, reason, text));
        _bytes += reason.Length + text.Length;
        NextOrdinal++;
    }

    /// <summary>The chunk, and begins the next, for which there is room at once for as many trips.</summary>
    public DatasetChunk Take(double done)
    {
        var chunk = new DatasetChunk(_first, NextOrdinal, _trips, _rejects, done);
        (_trips, _rejects, _first, _bytes) = (new(_trips.Count), [], NextOrdinal, 0);
        return chunk;
    }
}

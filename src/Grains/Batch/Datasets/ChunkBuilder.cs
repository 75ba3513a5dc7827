namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Gathers consecutive records into chunks of bounded size: at most <see cref="MaxRecords"/>, and fewer where they are
/// long. Not for several threads.
/// </summary>
public sealed class ChunkBuilder(long firstOrdinal)
{
    /// <summary>How many records a chunk holds at most: a quarter of what a columnar store keeps together as one group of rows.</summary>
    public const int MaxRecords = 30_720;

    private const long MaxBytes = 8 << 20;

    private List<Trip> _trips = [];
    private List<RejectedRecord> _rejects = [];
    private long _first = firstOrdinal;
    private long _bytes;

    /// <summary>The number of the record that is added next.</summary>
    public long NextOrdinal { get; private set; } = firstOrdinal;

    /// <summary>Whether nothing was added since the last chunk.</summary>
    public bool IsEmpty => NextOrdinal == _first;

    /// <summary>Whether the chunk must be taken before another record is added.</summary>
    public bool IsFull => NextOrdinal - _first >= MaxRecords || _bytes >= MaxBytes;

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

    /// <summary>The chunk, and begins the next.</summary>
    public DatasetChunk Take(double done)
    {
        var chunk = new DatasetChunk(_first, NextOrdinal, _trips, _rejects, done);
        (_trips, _rejects, _first, _bytes) = ([], [], NextOrdinal, 0);
        return chunk;
    }
}

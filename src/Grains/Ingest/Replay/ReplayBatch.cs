using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Events that are appended together. Its memory is used again and again.</summary>
internal sealed class ReplayBatch(int maxRecords)
{
    private const int BufferBytes = 1 << 20;

    private readonly byte[] _buffer = new byte[(int)Math.Min(BufferBytes, (long)maxRecords * ReplayEvent.MaxBytes)];
    private readonly List<ReadOnlyMemory<byte>> _records = [];
    private int _length;

    /// <summary>The events.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Records => _records;

    /// <summary>Whether there is no room for another event.</summary>
    public bool IsFull => _records.Count >= maxRecords || _buffer.Length - _length < ReplayEvent.MaxBytes;

    /// <summary>The ordinal of the last trip.</summary>
    public long LastOrdinal { get; private set; }

    /// <summary>Adds a trip's event.</summary>
    public void Add(Trip trip, ReplayTag tag)
    {
        var length = ReplayEvent.Write(trip, tag, _buffer.AsSpan(_length));
        _records.Add(_buffer.AsMemory(_length, length));
        _length += length;
        LastOrdinal = trip.Id.Ordinal;
    }

    /// <summary>Empties the batch.</summary>
    public void Clear()
    {
        _records.Clear();
        _length = 0;
    }
}

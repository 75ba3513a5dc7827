using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Events that are appended together. Its memory is used again and again.</summary>
internal sealed class ReplayBatch(int maxRecords)
{
    private const int BufferBytes = 1 << 20;

    private readonly byte[] _buffer = new byte[(int)Math.Min(BufferBytes, (long)maxRecords * ReplayEvent.MaxBytes)];
    private readonly List<ReadOnlyMemory<byte>> _records = [];
    private readonly List<long> _ordinals = [];
    private int _length;

    /// <summary>The events.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Records => _records;

    /// <summary>Whether there is no room for another event.</summary>
    public bool IsFull => _records.Count >= maxRecords || _buffer.Length - _length < ReplayEvent.MaxBytes;

    /// <summary>The ordinal of the last trip that was added.</summary>
    public long LastOrdinal { get; private set; }

    /// <summary>Adds a trip's event.</summary>
    public void Add(Trip trip, ReplayTag tag)
    {
        var length = ReplayEvent.Write(trip, tag, _buffer.AsSpan(_length));
        _records.Add(_buffer.AsMemory(_length, length));
        _length += length;
        _ordinals.Add(trip.Id.Ordinal);
        LastOrdinal = trip.Id.Ordinal;
    }

    /// <summary>Takes out the events of those trips that <paramref name="there"/> holds; the others keep their order.</summary>
    public void Remove(ReplayContents there)
    {
        var left = 0;
        for (var i = 0; i < _records.Count; i++)
        {
            if (there.Has(_ordinals[i]))
                continue;
            (_records[left], _ordinals[left]) = (_records[i], _ordinals[i]);
            left++;
        }
        _records.RemoveRange(left, _records.Count - left);
        _ordinals.RemoveRange(left, _ordinals.Count - left);
    }

    /// <summary>Empties the batch.</summary>
    public void Clear()
    {
        _records.Clear();
        _ordinals.Clear();
        _length = 0;
    }
}

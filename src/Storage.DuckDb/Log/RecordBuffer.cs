using System.Buffers;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>What one reader has read last: records, and their bytes where nobody else holds them. Its memory is used for the next read.</summary>
internal sealed class RecordBuffer : IDisposable
{
    private const int FirstBytes = 256 * 1024;

    private readonly List<LogRecord> _records = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>The records.</summary>
    public IReadOnlyList<LogRecord> Records => _records;

    /// <summary>How many there are.</summary>
    public int Count => _records.Count;

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        _records.Clear();
        _length = 0;
    }

    /// <summary>Adds a record whose memory stays.</summary>
    public void Add(LogRecord record) => _records.Add(record);

    /// <summary>Adds a record, of whose bytes a copy is kept.</summary>
    public void AddCopy(long offset, DateTimeOffset appendedAt, ReadOnlySpan<byte> value)
    {
        if (_bytes.Length - _length < value.Length)
            Grow(value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _records.Add(new LogRecord(offset, appendedAt, _bytes.AsMemory(_length, value.Length)));
        _length += value.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    // The records so far move along: each keeps its place, in the larger array.
    private void Grow(int atLeast)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(FirstBytes, _bytes.Length * 2), _length + atLeast));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        var start = 0;
        for (var i = 0; i < _records.Count; i++)
        {
            var length = _records[i].Value.Length;
            _records[i] = _records[i] with { Value = larger.AsMemory(start, length) };
            start += length;
        }
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

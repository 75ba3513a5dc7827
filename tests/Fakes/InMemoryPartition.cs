namespace OrleansLambda.Fakes;

/// <summary>A partition's records, and how far they have been worked off.</summary>
internal sealed class InMemoryPartition
{
    private readonly List<LogRecord> _records = [];
    private DateTimeOffset _lastAppendedAt = DateTimeOffset.MinValue;
    private LogRange _range;

    public LogRange Range => _range;

    public LogCommit? Commit { get; set; }

    /// <summary>Appends copies; the caller's memory is its own again. Append times never fall, whatever the clock does.</summary>
    public long Append(IReadOnlyList<ReadOnlyMemory<byte>> records, DateTimeOffset now)
    {
        var microsecond = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        _lastAppendedAt = microsecond > _lastAppendedAt ? microsecond : _lastAppendedAt;
        foreach (var record in records)
        {
            _records.Add(new LogRecord(_range.End, _lastAppendedAt, record.ToArray()));
            _range = _range with { End = _range.End + 1 };
        }
        return _range.End - 1;
    }

    /// <summary>Leaves <paramref name="count"/> offsets unused, as a log does that keeps its own marks between records.</summary>
    public void Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _range = _range with { End = _range.End + count };
    }

    /// <summary>Forgets the records below <paramref name="earliest"/>.</summary>
    public void Trim(long earliest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earliest, _range.End);
        if (earliest <= _range.Earliest)
            return;
        _records.RemoveRange(0, IndexOf(earliest));
        _range = _range with { Earliest = earliest };
    }

    public IReadOnlyList<LogRecord> Read(long offset, int maxRecords)
    {
        var start = IndexOf(offset);
        return _records.GetRange(start, Math.Min(maxRecords, _records.Count - start));
    }

    public long Find(DateTimeOffset time)
    {
        var index = Lowest(record => record.AppendedAt >= time);
        return index < _records.Count ? _records[index].Offset : _range.End;
    }

    private int IndexOf(long offset) => Lowest(record => record.Offset >= offset);

    // Offsets and append times rise: whatever holds of a record holds of all after it.
    private int Lowest(Func<LogRecord, bool> holds)
    {
        var (low, high) = (0, _records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(_records[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}

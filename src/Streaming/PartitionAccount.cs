namespace OrleansLambda.Streaming;

/// <summary>
/// The account of one partition under one owner: what was read, what became of it, how far everything is done, and the
/// watermark that follows. At every moment <c>read = counted + dead letters + pending</c>. Thread-safe.
/// </summary>
internal sealed class PartitionAccount
{
    private readonly Lock _gate = new();
    private readonly Queue<PartitionRead> _reads = new();
    private readonly TimeSpan _grace;
    private readonly long _epoch;
    private long _position;
    private long _counted;
    private long _deadLettered;
    private long _pending;
    private LogCommit _done; // The prefix of which everything is durable.
    private (DateTimeOffset Since, long Offset) _end = (DateTimeOffset.MinValue, 0);
    private (DateTimeOffset Since, long Position)? _caughtUp;
    private DateTimeOffset _watermark = DateTimeOffset.MinValue;

    /// <summary>An account that goes on from <paramref name="resume"/>.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="resume">Where to go on, and what is counted up to there; of this topic.</param>
    /// <param name="epoch">When this owner took the partition over, in ticks.</param>
    /// <param name="grace">How far the watermark of a partition that is worked off stays behind the clock.</param>
    public PartitionAccount(int partition, LogCommit resume, long epoch, TimeSpan grace)
    {
        Partition = new PartitionId(resume.TopicId, partition);
        _epoch = epoch;
        _grace = grace;
        _done = resume;
        _position = resume.Offset;
        _counted = resume.Counted;
        _deadLettered = resume.DeadLettered;
        _watermark = resume.AppendedAt ?? DateTimeOffset.MinValue;
    }

    /// <summary>The partition, of one topic.</summary>
    public PartitionId Partition { get; }

    /// <summary>The offset to read next.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
                return _position;
        }
    }

    /// <summary>How far everything is durable: where another owner may resume.</summary>
    public LogCommit Done
    {
        get
        {
            lock (_gate)
                return _done;
        }
    }

    /// <summary>Enters records that were read, <paramref name="deadLetters"/> of them to become dead letters.</summary>
    public PartitionRead Begin(LogBatch batch, int deadLetters)
    {
        var read = new PartitionRead(this, batch.NextOffset, batch.Records.Count - deadLetters, deadLetters, batch.Records[^1].AppendedAt);
        lock (_gate)
        {
            _position = batch.NextOffset;
            _pending += batch.Records.Count;
            _reads.Enqueue(read);
        }
        return read;
    }

    /// <summary>The dead letters of <paramref name="read"/> are durable.</summary>
    public void LettersStored(PartitionRead read)
    {
        lock (_gate)
        {
            _pending -= read.DeadLetters;
            _deadLettered += read.DeadLetters;
        }
    }

    /// <summary>The events of <paramref name="read"/> are durably counted, and its letters are stored.</summary>
    public void Complete(PartitionRead read)
    {
        lock (_gate)
        {
            read.IsDone = true;
            _pending -= read.Counted;
            _counted += read.Counted;
            while (_reads.TryPeek(out var first) && first.IsDone)
            {
                _reads.Dequeue();
                _done = _done with
                {
                    Offset = first.NextOffset,
                    Counted = _done.Counted + first.Counted,
                    DeadLettered = _done.DeadLettered + first.DeadLetters,
                    AppendedAt = first.AppendedAt,
                };
            }
            AdvanceWatermark();
        }
    }

    /// <summary>A read that began at <paramref name="since"/> found nothing and stands at <paramref name="position"/>: what was appended before then has been read.</summary>
    public void CaughtUp(DateTimeOffset since, long position)
    {
        lock (_gate)
        {
            if (_reads.Count == 0 && position > _done.Offset)
                _done = _done with { Offset = position }; // Offsets that hold no record.
            _position = position;
            AdvanceWatermark();
            _caughtUp = (since, position);
            AdvanceWatermark();
        }
    }

    /// <summary>Goes on at <paramref name="offset"/>; the records before it were removed from the log unread. Nothing may be pending.</summary>
    /// <returns>How many offsets are passed over: as many records, or fewer where not every offset held one.</returns>
    public long Skip(long offset)
    {
        lock (_gate)
        {
            var missed = offset - _position;
            _position = offset;
            _done = _done with { Offset = offset, Missed = _done.Missed + missed };
            return missed;
        }
    }

    /// <summary>The partition ended at <paramref name="end"/> at some time after <paramref name="since"/>.</summary>
    public void SawEnd(DateTimeOffset since, long end)
    {
        lock (_gate)
            _end = (since, end);
    }

    /// <summary>The account as it is.</summary>
    public PartitionProgress Report()
    {
        lock (_gate)
        {
            var end = _caughtUp is { } caughtUp && caughtUp.Since >= _end.Since ? _position : Math.Max(_end.Offset, _position);
            return new PartitionProgress(
                Partition, _position, end, _counted + _deadLettered + _pending, _counted, _deadLettered, _pending, _done.Missed, _watermark) { Epoch = _epoch };
        }
    }

    private void AdvanceWatermark()
    {
        if (_done.AppendedAt > _watermark)
            _watermark = _done.AppendedAt.Value;
        // The clock was read before the log: what was appended before then lies below the position that was found.
        if (_caughtUp is { } caughtUp && _done.Offset >= caughtUp.Position && caughtUp.Since - _grace > _watermark)
            _watermark = caughtUp.Since - _grace;
    }
}

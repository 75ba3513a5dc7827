namespace OrleansLambda.Fakes;

/// <summary>The log in memory, and what an operator may do to it while it is in use.</summary>
public sealed class InMemoryEventLog(InMemoryDisk disk, TimeProvider clock) : InMemoryPort(disk), IEventLog
{
    /// <inheritdoc/>
    public Task<LogDescription> DescribeAsync(CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Log.Description, cancellationToken);

    /// <inheritdoc/>
    public Task<LogRange> GetRangeAsync(int partition, CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Log[partition].Range, cancellationToken);

    /// <inheritdoc/>
    public Task<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken = default) =>
        DoAsync(
            () =>
            {
                var target = Disk.Log[partition];
                Disk.Log.Check(records);
                return target.Append(Faults.Keep(nameof(AppendAsync), records), clock.GetUtcNow());
            },
            cancellationToken);

    /// <inheritdoc/>
    public ILogReader OpenReader(int partition, long offset)
    {
        lock (Disk.Gate)
        {
            _ = Disk.Log[partition];
            return new InMemoryLogReader(this, Disk.Log.TopicId, partition, offset);
        }
    }

    /// <inheritdoc/>
    public Task<long> FindOffsetAsync(int partition, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Log[partition].Find(time), cancellationToken);

    /// <inheritdoc/>
    public Task<LogCommit?> GetCommitAsync(int partition, CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Log[partition].Commit, cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(int partition, LogCommit commit, CancellationToken cancellationToken = default) =>
        DoAsync(() => { Disk.Log[partition].Commit = commit; }, cancellationToken);

    /// <summary>Retention: forgets the records of <paramref name="partition"/> below <paramref name="earliest"/>.</summary>
    public void Trim(int partition, long earliest)
    {
        lock (Disk.Gate)
            Disk.Log[partition].Trim(earliest);
    }

    /// <summary>Leaves <paramref name="count"/> offsets of <paramref name="partition"/> unused.</summary>
    public void SkipOffsets(int partition, long count)
    {
        lock (Disk.Gate)
            Disk.Log[partition].Skip(count);
    }

    /// <summary>Adds <paramref name="count"/> empty partitions.</summary>
    public void AddPartitions(int count)
    {
        lock (Disk.Gate)
            Disk.Log.AddPartitions(count);
    }

    /// <summary>Deletes the topic and makes it again: another topic id, offsets from zero, the old commits still there.</summary>
    public void Recreate()
    {
        lock (Disk.Gate)
            Disk.Log.Recreate();
    }

    internal Task<LogBatch> ReadAsync(string topicId, int partition, long offset, int maxRecords, CancellationToken cancellationToken) =>
        DoAsync(
            () =>
            {
                var source = Disk.Log[partition];
                if (topicId != Disk.Log.TopicId || offset < source.Range.Earliest || offset > source.Range.End)
                    throw new OffsetOutOfRangeException(partition, offset, source.Range);
                var records = source.Read(offset, maxRecords);
                return new LogBatch(records, records.Count > 0 ? records[^1].Offset + 1 : source.Range.End);
            },
            cancellationToken,
            nameof(ILogReader.ReadAsync));
}

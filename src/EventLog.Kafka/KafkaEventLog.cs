using OrleansLambda.EventLog.Kafka.Reading;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>
/// The log as a topic of Kafka. Records that other clients put there are read like any: keys and headers are passed over
/// where nothing else was asked for, a record without a value is an empty one, and of transactions only what was committed is seen.
/// </summary>
public sealed class KafkaEventLog(KafkaConnection kafka) : IEventLog
{
    /// <summary>What a record costs on its way, beside its bytes.</summary>
    internal const int RecordOverhead = 128;

    /// <inheritdoc/>
    public async Task<LogDescription> DescribeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await kafka.Topic.DescribeAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<LogRange> GetRangeAsync(int partition, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await kafka.Topic.WithAsync(partition, cancellationToken);
        return await kafka.Brokers.RangeAsync(partition, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var topic = await kafka.Topic.WithAsync(partition, cancellationToken);
        if (records.Count == 0)
            throw new ArgumentException("An append has at least one record.", nameof(records));
        var weight = 0L;
        foreach (var record in records)
        {
            if (record.Length > topic.MaxRecordBytes)
                throw new ArgumentException($"A record of {record.Length} bytes is longer than {topic.MaxRecordBytes}.", nameof(records));
            weight += record.Length + RecordOverhead;
        }
        return await kafka.Appending.AppendAsync(partition, records, weight, null, cancellationToken);
    }

    /// <inheritdoc/>
    public ILogReader OpenReader(int partition, long offset) => new KafkaLogReader(kafka, partition, offset, kafka.Topic.Last?.TopicId);

    /// <inheritdoc/>
    public async Task<long> FindOffsetAsync(int partition, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await kafka.Topic.WithAsync(partition, cancellationToken);
        // Kafka's times are whole milliseconds, and those below zero are not times to it.
        var sinceEpoch = Math.Max(0, time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);
        var milliseconds = (sinceEpoch + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        // The end comes first: what is appended between the two questions does not lie before it.
        var end = await kafka.Brokers.EndAsync(partition, cancellationToken);
        return await kafka.Brokers.FindAsync(partition, milliseconds, cancellationToken) ?? end;
    }

    /// <inheritdoc/>
    public async Task<LogCommit?> GetCommitAsync(int partition, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await kafka.Topic.WithAsync(partition, cancellationToken);
        return await kafka.Commits.ReadAsync(partition, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task CommitAsync(int partition, LogCommit commit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await kafka.Topic.WithAsync(partition, cancellationToken);
        await kafka.Commits.WriteAsync(partition, commit, cancellationToken);
    }
}

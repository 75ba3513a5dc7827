using OrleansLambda.EventLog.Kafka.Clients;

namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>
/// Reads a partition. What the log claims is not left to the client: that records are of the topic that the reader was
/// opened on, that none before them is missing, and that a read which gives nothing has seen the end. The brokers are
/// asked after the fact.
/// </summary>
/// <remarks>
/// librdkafka goes on at the same offset when a topic is made anew. Records are therefore handed out only once the
/// brokers have said, after the records had come, that the topic still is the one: no topic ever gets another's identity.
/// The questions are shared by all readers, and under way while the records are copied.
/// </remarks>
internal sealed class KafkaLogReader(KafkaConnection kafka, int partition, long offset, string? topicId) : ILogReader
{
    private readonly RecordPage _page = new(kafka.Names);
    private readonly KafkaOptions _options = kafka.Options;
    private string? _topicId = topicId;
    private long _next = offset;
    private PartitionQueue? _queue;
    private bool _disposed;

    /// <inheritdoc/>
    public async ValueTask<LogBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await TakeAsync(maxRecords, _options.PollWait, long.MaxValue, cancellationToken)
                ?? await TakeOrProveEndAsync(maxRecords, cancellationToken);
        }
        catch
        {
            // What was taken and not handed out is fetched again.
            Stop();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        Stop();
        _page.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<LogBatch> TakeOrProveEndAsync(int maxRecords, CancellationToken cancellationToken)
    {
        var (topic, asked) = (kafka.Topic.DescribeAsync(cancellationToken), kafka.Brokers.EndAsync(partition, cancellationToken));
        await Task.WhenAll(topic, asked);
        await CheckTopicAsync(await topic, cancellationToken);
        var end = await asked;
        if (await TakeAsync(maxRecords, _options.ReadTimeout, end, cancellationToken) is { } batch)
            return batch;
        return _next >= end
            ? new LogBatch([], _next)
            : throw kafka.Unavailable($"Partition {partition} of topic {_options.Topic} ends at {end}, but from offset {_next} on nothing came within {_options.ReadTimeout}.");
    }

    // What has come, or comes within the wait; null where nothing does, or reading has come to the end without a record.
    private async ValueTask<LogBatch?> TakeAsync(int maxRecords, TimeSpan wait, long end, CancellationToken cancellationToken)
    {
        _queue ??= await StartAsync(cancellationToken);
        if (await TryTakeAsync(maxRecords, cancellationToken) is { } there)
            return there;
        var started = kafka.Time.GetTimestamp();
        while (_next < end)
        {
            var left = wait - kafka.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !await _queue.WaitAsync(left, cancellationToken))
                return null;
            if (await TryTakeAsync(maxRecords, cancellationToken) is { } batch)
                return batch;
        }
        return null;
    }

    private async ValueTask<LogBatch?> TryTakeAsync(int maxRecords, CancellationToken cancellationToken)
    {
        if (!_queue!.Take(maxRecords))
        {
            _next = Math.Max(_next, _queue.ReachedEnd ?? _next);
            if (_queue.Fault is { } fault)
                await RecoverAsync(fault, cancellationToken);
            return null;
        }
        var (topic, start) = (kafka.Topic.DescribeAsync(cancellationToken), kafka.Brokers.StartAsync(partition, cancellationToken));
        _queue.Move(_page, maxRecords, _options.ReadMegabytes * 1_048_576);
        await Task.WhenAll(topic, start);
        await CheckTopicAsync(await topic, cancellationToken);
        if (_next < await start)
            throw new OffsetOutOfRangeException(partition, _next, await kafka.Brokers.RangeAsync(partition, cancellationToken));
        _next = Math.Max(_page.Records[^1].Offset + 1, _queue.ReachedEnd ?? 0);
        KafkaMetrics.Read.Add(_page.Records.Count, KafkaMetrics.Topic(_options));
        return new LogBatch(_page.Records, _next);
    }

    private async Task<PartitionQueue> StartAsync(CancellationToken cancellationToken)
    {
        var topic = await kafka.Topic.DescribeAsync(cancellationToken);
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        _topicId ??= topic.TopicId;
        await CheckTopicAsync(topic, cancellationToken);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, topic.Partitions);
        var range = await kafka.Brokers.RangeAsync(partition, cancellationToken);
        if (_next < range.Earliest || _next > range.End)
            throw new OffsetOutOfRangeException(partition, _next, range);
        return kafka.Reading.Open(topic.TopicId, partition, _next);
    }

    private async ValueTask CheckTopicAsync(LogDescription now, CancellationToken cancellationToken)
    {
        if (now.TopicId == _topicId)
            return;
        var range = partition < now.Partitions ? await kafka.Brokers.RangeAsync(partition, cancellationToken) : default;
        throw new OffsetOutOfRangeException(partition, _next, range);
    }

    // The client does not know where to go on: retention was faster, or the log was cut. The brokers know.
    private async Task RecoverAsync((ErrorCode Code, string Text) fault, CancellationToken cancellationToken)
    {
        Stop();
        if (fault.Code != ErrorCode.Local_AutoOffsetReset)
            throw kafka.Unavailable($"Partition {partition} of topic {_options.Topic} cannot be read at offset {_next}: {fault.Text}");
        _queue = await StartAsync(cancellationToken);
    }

    private void Stop()
    {
        _queue?.Dispose();
        _queue = null;
    }
}

namespace OrleansLambda.EventLog.Kafka.Topics;

/// <summary>The topic as it was last seen, so that a call need not ask what cannot have changed for the worse.</summary>
internal sealed partial class TopicState(Brokers brokers, KafkaOptions options, ILogger logger)
{
    // A batch of one record: the batch's header, the record's, and room for what later versions add.
    private const int BatchOverhead = 512;

    private volatile LogDescription? _last;

    /// <summary>The topic as last seen; null before that.</summary>
    public LogDescription? Last => _last;

    /// <summary>The topic as it is now.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be known, or there is none.</exception>
    public async Task<LogDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var identity = await brokers.IdentityAsync(cancellationToken);
        var last = _last;
        if (last is not null && last.TopicId == identity.Id && last.Partitions == identity.Partitions)
            return last;
        var most = last?.TopicId == identity.Id ? last.MaxRecordBytes : await MaxRecordBytesAsync();
        if (last is not null && last.TopicId != identity.Id)
            LogMadeAnew(options.Topic, last.TopicId, identity.Id);
        return _last = new LogDescription(options.Topic, identity.Id, identity.Partitions, most);
    }

    /// <summary>Makes sure that there is such a partition; asks only where it was not there yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be known, or there is no topic.</exception>
    public async ValueTask<LogDescription> WithAsync(int partition, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        if (_last is { } last && partition < last.Partitions)
            return last;
        var now = await DescribeAsync(cancellationToken);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, now.Partitions);
        return now;
    }

    private async Task<int> MaxRecordBytesAsync()
    {
        var settings = await brokers.SettingsAsync(options.Topic);
        if (settings is null)
            LogSettingsRefused(options.Topic, options.MaxRecordBytes);
        return settings?.GetValueOrDefault("max.message.bytes") is { } entry && int.TryParse(entry.Value, out var most)
            ? Math.Min(options.MaxRecordBytes, Math.Max(1, most - BatchOverhead))
            : options.MaxRecordBytes;
    }
}

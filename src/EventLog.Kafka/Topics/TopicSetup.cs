using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansLambda.EventLog.Kafka.Clients;

namespace OrleansLambda.EventLog.Kafka.Topics;

/// <summary>Makes topics where there are none, and says in which ways one that is there differs from what is set.</summary>
internal sealed partial class TopicSetup(Brokers brokers, KafkaOptions options, ILogger logger)
{
    private const string TimestampType = "message.timestamp.type";

    /// <summary>Makes the log's topic, and that of the dead letters where one is set.</summary>
    /// <exception cref="StoreUnavailableException">The brokers do not answer, or refuse.</exception>
    public async Task EnsureAsync()
    {
        await EnsureAsync(Wanted(options.Topic, options.Partitions));
        if (options.DeadLetterTopic is { Length: > 0 } letters)
            await EnsureAsync(Wanted(letters, 1));
    }

    private TopicSpecification Wanted(string topic, int partitions)
    {
        var configs = new Dictionary<string, string>
        {
            // The brokers' clock: it alone makes times rise within a partition, whoever appends.
            [TimestampType] = "LogAppendTime",
            ["retention.ms"] = ClientProperties.Ms(options.Retention),
            ["max.message.bytes"] = ClientProperties.Number(options.MaxRecordBytes + ClientProperties.OverheadBytes),
            ["cleanup.policy"] = "delete",
        };
        if (options.MinInSyncReplicas is { } replicas)
            configs["min.insync.replicas"] = ClientProperties.Number(replicas);
        return new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = (short)(options.ReplicationFactor ?? -1), Configs = configs };
    }

    private async Task EnsureAsync(TopicSpecification wanted)
    {
        try
        {
            await brokers.DoAsync($"Making topic {wanted.Name}", async () =>
            {
                await brokers.Admin.CreateTopicsAsync([wanted], new CreateTopicsOptions { RequestTimeout = options.RequestTimeout, OperationTimeout = options.RequestTimeout });
                return true;
            });
            LogMade(wanted.Name, wanted.NumPartitions);
        }
        catch (StoreUnavailableException e) when (e.InnerException is CreateTopicsException { Results: [{ Error.Code: var code }] })
        {
            // Who may not make topics may still use one.
            if (code is not (ErrorCode.TopicAlreadyExists or ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed))
                throw;
            await CompareAsync(wanted);
        }
    }

    private async Task CompareAsync(TopicSpecification wanted)
    {
        var actual = await brokers.DescribeAsync(wanted.Name);
        if (actual.Partitions != wanted.NumPartitions)
            LogDiffers(wanted.Name, "partitions", ClientProperties.Number(actual.Partitions), ClientProperties.Number(wanted.NumPartitions));
        if (options.ReplicationFactor is { } factor && actual.Replicas != factor)
            LogDiffers(wanted.Name, "replicas", ClientProperties.Number(actual.Replicas), ClientProperties.Number(factor));
        if (await brokers.SettingsAsync(wanted.Name) is not { } settings)
        {
            LogNotCompared(wanted.Name);
            return;
        }
        foreach (var (name, value) in wanted.Configs)
        {
            var set = settings.GetValueOrDefault(name)?.Value;
            if (set == value)
                continue;
            if (name == TimestampType)
                LogProducersTimes(wanted.Name, set);
            else
                LogDiffers(wanted.Name, name, set, value);
        }
    }
}

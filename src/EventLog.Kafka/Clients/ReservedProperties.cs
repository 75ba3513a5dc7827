namespace OrleansLambda.EventLog.Kafka.Clients;

/// <summary>The properties of librdkafka that are not for the settings: what the log promises rests on them, or a setting of its own has them.</summary>
internal static class ReservedProperties
{
    private const string Exact = "that every record is appended once and in order rests on it.";
    private const string Place = "where a reader stands is decided here, not by the client.";
    private const string Evidence = "that a read which gives nothing has seen the end rests on it.";
    private const string Ours = "the client is built with it.";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["enable.idempotence"] = Exact,
        ["acks"] = Exact,
        ["request.required.acks"] = Exact,
        ["retries"] = Exact,
        ["message.send.max.retries"] = Exact,
        ["max.in.flight"] = Exact,
        ["max.in.flight.requests.per.connection"] = Exact,
        ["transactional.id"] = Exact,
        ["enable.gapless.guarantee"] = Exact,
        ["delivery.report.only.error"] = Exact,
        ["queuing.strategy"] = Exact,
        ["enable.auto.commit"] = Place,
        ["auto.commit.enable"] = Place,
        ["enable.auto.offset.store"] = Place,
        ["auto.offset.reset"] = Place,
        ["group.id"] = Instead("ConsumerGroup"),
        ["isolation.level"] = Evidence,
        ["enable.partition.eof"] = Evidence,
        ["allow.auto.create.topics"] = "a topic that was deleted must not come back by itself, with the brokers' settings.",
        ["log.queue"] = Ours,
        ["statistics.interval.ms"] = "nobody takes the statistics, so they would gather in memory.",
        ["api.version.request"] = Ours,
        ["bootstrap.servers"] = Instead("BootstrapServers"),
        ["metadata.broker.list"] = Instead("BootstrapServers"),
        ["security.protocol"] = Instead("SecurityProtocol"),
        ["sasl.mechanism"] = Instead("SaslMechanism"),
        ["sasl.mechanisms"] = Instead("SaslMechanism"),
        ["sasl.username"] = Instead("SaslUsername"),
        ["sasl.password"] = Instead("SaslPassword"),
        ["compression.type"] = Instead("Compression"),
        ["compression.codec"] = Instead("Compression"),
        ["linger.ms"] = Instead("Linger"),
        ["queue.buffering.max.ms"] = Instead("Linger"),
        ["queue.buffering.max.kbytes"] = Instead("AppendMegabytes"),
        ["queue.buffering.max.messages"] = Instead("AppendMegabytes"),
        ["queued.max.messages.kbytes"] = Instead("PrefetchMegabytes"),
        ["queued.min.messages"] = Instead("PrefetchRecords"),
        ["fetch.message.max.bytes"] = Instead("FetchKilobytes"),
        ["max.partition.fetch.bytes"] = Instead("FetchKilobytes"),
        ["message.timeout.ms"] = Instead("AppendTimeout"),
        ["delivery.timeout.ms"] = Instead("AppendTimeout"),
        ["message.max.bytes"] = Instead("MaxRecordBytes"),
    };

    /// <summary>Why <paramref name="property"/> may not be set, or null where it may.</summary>
    public static string? WhyNot(string property) =>
        property.EndsWith("_cb", StringComparison.Ordinal) || property is "opaque" or "default_topic_conf" ? Ours : Reasons.GetValueOrDefault(property);

    private static string Instead(string setting) => $"it is the setting {setting}.";
}

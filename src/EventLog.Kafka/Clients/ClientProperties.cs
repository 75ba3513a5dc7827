using System.Globalization;

namespace OrleansLambda.EventLog.Kafka.Clients;

/// <summary>The settings as properties of librdkafka. What the settings' <see cref="KafkaOptions.Properties"/> hold comes last.</summary>
internal static class ClientProperties
{
    /// <summary>What a record's place in a request takes beside its value.</summary>
    public const int OverheadBytes = 1_024;

    private const string RefreshInterval = "topic.metadata.refresh.interval.ms";

    /// <summary>For the client that appends.</summary>
    public static Dictionary<string, string> ForAppending(KafkaOptions options) => With(options, new()
    {
        ["enable.idempotence"] = "true",
        ["acks"] = "all",
        ["allow.auto.create.topics"] = "false",
        ["linger.ms"] = Ms(options.Linger),
        ["compression.type"] = options.Compression,
        ["message.max.bytes"] = Number(options.MaxRecordBytes + OverheadBytes),
        ["message.timeout.ms"] = Ms(options.AppendTimeout),
        ["batch.num.messages"] = "100000",
        // What may be under way is bounded before it gets there, by bytes.
        ["queue.buffering.max.messages"] = "0",
        ["queue.buffering.max.kbytes"] = Number(int.MaxValue),
    });

    /// <summary>For a client that reads.</summary>
    public static Dictionary<string, string> ForReading(KafkaOptions options) => With(options, new()
    {
        ["enable.auto.offset.store"] = "false",
        ["enable.auto.commit"] = "false",
        ["auto.offset.reset"] = "error",
        ["isolation.level"] = "read_committed",
        ["enable.partition.eof"] = "true",
        ["message.max.bytes"] = Number(options.MaxRecordBytes + OverheadBytes),
        ["queued.max.messages.kbytes"] = Number(options.PrefetchMegabytes * 1_024),
        // A record on its way takes some 400 bytes beside its value, which the limit above does not count.
        ["queued.min.messages"] = Number(options.PrefetchRecords),
        ["fetch.message.max.bytes"] = Number(options.FetchKilobytes * 1_024),
        // Fetches for the partitions of a broker go together: none may hold up the others for long.
        ["fetch.wait.max.ms"] = "100",
        ["fetch.queue.backoff.ms"] = "5",
        ["fetch.error.backoff.ms"] = "100",
    });

    /// <summary>For the client that stores commits. It reads nothing, and joins no group.</summary>
    public static Dictionary<string, string> ForCommitting(KafkaOptions options) => With(options, new()
    {
        ["group.id"] = options.ConsumerGroup,
        ["enable.auto.offset.store"] = "false",
        ["enable.auto.commit"] = "false",
        // Nobody joins the group, and yet a commit waits this long for a coordinator that is away, and the client's end for the commit.
        ["session.timeout.ms"] = Ms(options.RequestTimeout),
    });

    /// <summary>For a client that asks.</summary>
    public static Dictionary<string, string> ForAsking(KafkaOptions options)
    {
        var properties = With(options, new() { ["allow.auto.create.topics"] = "false" });
        // A question waits for the broker that was named last as the controller, also where that is dead: the client is to hear of another soon.
        if (!options.Properties.ContainsKey(RefreshInterval))
            properties[RefreshInterval] = Ms(TimeSpan.FromSeconds(1));
        return properties;
    }

    /// <summary>A duration as Kafka's settings have it.</summary>
    public static string Ms(TimeSpan time) => Number((long)time.TotalMilliseconds);

    /// <summary>A number as Kafka's settings have it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> With(KafkaOptions options, Dictionary<string, string> properties)
    {
        properties["bootstrap.servers"] = options.BootstrapServers;
        properties["client.id"] = "orleans-event-log";
        properties["security.protocol"] = options.SecurityProtocol;
        // A broker that hangs must be found out well within the time-outs of those who wait for it.
        properties["socket.timeout.ms"] = Ms(TimeSpan.FromSeconds(10));
        properties["socket.connection.setup.timeout.ms"] = Ms(TimeSpan.FromSeconds(5));
        properties["socket.nagle.disable"] = "true";
        properties["reconnect.backoff.ms"] = "50";
        properties["reconnect.backoff.max.ms"] = "1000";
        properties["retry.backoff.ms"] = "50";
        properties[RefreshInterval] = Ms(TimeSpan.FromSeconds(30));
        properties["log.connection.close"] = "false";
        AddSecurity(options, properties);
        foreach (var (name, value) in options.Properties)
            properties[name] = value;
        return properties;
    }

    private static void AddSecurity(KafkaOptions options, Dictionary<string, string> properties)
    {
        Add("sasl.mechanism", options.SaslMechanism);
        if (options.SaslMechanism == "OAUTHBEARER" && options.OAuthTokenEndpoint is not null)
            Add("sasl.oauthbearer.method", "oidc");
        else
        {
            Add("sasl.username", options.SaslUsername);
            Add("sasl.password", options.SaslPassword);
        }
        Add("sasl.oauthbearer.token.endpoint.url", options.OAuthTokenEndpoint);
        Add("sasl.oauthbearer.client.id", options.OAuthClientId);
        Add("sasl.oauthbearer.client.secret", options.OAuthClientSecret);
        Add("sasl.oauthbearer.scope", options.OAuthScope);
        Add("ssl.ca.location", options.SslCaLocation);
        Add("ssl.certificate.location", options.SslCertificateLocation);
        Add("ssl.key.location", options.SslKeyLocation);
        Add("ssl.key.password", options.SslKeyPassword);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                properties[name] = value;
        }
    }
}

using System.ComponentModel.DataAnnotations;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>Which topic is the log, where its brokers are, and how much of this process's memory it may take.</summary>
public class KafkaOptions
{
    /// <summary>The settings' section.</summary>
    public const string SectionName = "Kafka";

    private const string TopicPattern = @"^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$";

    /// <summary>Some of the brokers, as <c>host:port</c> separated by commas; they name the others. Required.</summary>
    [Required]
    public string BootstrapServers { get; set; } = "";

    /// <summary>The topic. It is made where there is none. Required.</summary>
    [Required, RegularExpression(TopicPattern)]
    public string Topic { get; set; } = "";

    /// <summary>The topic that a copy of every dead letter is sent to, for those who follow it; empty: none. Default: none.</summary>
    [RegularExpression(TopicPattern)]
    public string? DeadLetterTopic { get; set; }

    /// <summary>The group that the commits are stored under. Nobody joins it. Default: <c>orleans-event-log</c>.</summary>
    [Required]
    public string ConsumerGroup { get; set; } = "orleans-event-log";

    /// <summary>How many partitions the topic is made with. Default: 8.</summary>
    [Range(1, 10_000)]
    public int Partitions { get; set; } = 8;

    /// <summary>How many brokers hold each record. Default: what the brokers are set to.</summary>
    [Range(1, 100)]
    public int? ReplicationFactor { get; set; }

    /// <summary>How many of them must have a record before it counts as appended. Default: what the brokers are set to.</summary>
    [Range(1, 100)]
    public int? MinInSyncReplicas { get; set; }

    /// <summary>How long the topic, where it is made, keeps records. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "8.00:00:00", "36525.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How records are compressed: <c>none</c>, <c>gzip</c>, <c>snappy</c>, <c>lz4</c> or <c>zstd</c>. Default: <c>lz4</c>.</summary>
    [AllowedValues("none", "gzip", "snappy", "lz4", "zstd")]
    public string Compression { get; set; } = "lz4";

    /// <summary>
    /// The length of the longest record, in bytes; what is sent together is hardly longer. A topic that takes less sets the limit of a
    /// record, but not of what is sent together: for one that is not made here, with a lower <c>max.message.bytes</c>, set this to
    /// at most that less 1,024, or it refuses appends of several records. Default: 1,048,576.
    /// </summary>
    [Range(1_024, 16_777_216)]
    public int MaxRecordBytes { get; set; } = 1_048_576;

    /// <summary>How long a record waits for others to be sent with. Default: 2 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How much may be on its way to the brokers, in mebibytes; who has more waits at the door. Default: 32.</summary>
    [Range(1, 2_047)]
    public int AppendMegabytes { get; set; } = 32;

    /// <summary>How much is fetched ahead for each reader, in mebibytes. Default: 8.</summary>
    [Range(1, 1_024)]
    public int PrefetchMegabytes { get; set; } = 8;

    /// <summary>How many records are fetched ahead for each reader: a fetch is asked for while there are fewer. Default: 20,000.</summary>
    [Range(1, 10_000_000)]
    public int PrefetchRecords { get; set; } = 20_000;

    /// <summary>How much one fetch of a partition asks for, in kibibytes as the brokers keep it; a longer record comes all the same. Default: 128.</summary>
    [Range(1, 1_048_576)]
    public int FetchKilobytes { get; set; } = 128;

    /// <summary>The most that one read gives, in mebibytes; a longer record comes alone. Default: 4.</summary>
    [Range(1, 1_024)]
    public int ReadMegabytes { get; set; } = 4;

    /// <summary>How long a read at the end of a partition waits for a record before it makes sure that there is none. Default: 100 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan PollWait { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a read waits for records that are known to be there before it fails. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the brokers may take to answer a question. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an append is tried, through losses of brokers, before it fails. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "01:00:00")]
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the host's start waits for brokers that do not answer before it fails. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How connections are secured: <c>PLAINTEXT</c>, <c>SSL</c>, <c>SASL_PLAINTEXT</c> or <c>SASL_SSL</c>. Default: <c>PLAINTEXT</c>.</summary>
    [AllowedValues("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")]
    public string SecurityProtocol { get; set; } = "PLAINTEXT";

    /// <summary>How this client says who it is: <c>PLAIN</c>, <c>SCRAM-SHA-256</c>, <c>SCRAM-SHA-512</c> or <c>OAUTHBEARER</c>; for the SASL protocols.</summary>
    [AllowedValues(null, "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER")]
    public string? SaslMechanism { get; set; }

    /// <summary>The user, for PLAIN and SCRAM.</summary>
    public string? SaslUsername { get; set; }

    /// <summary>The user's password.</summary>
    public string? SaslPassword { get; set; }

    /// <summary>Where OAUTHBEARER gets its tokens, an OpenID Connect token endpoint.</summary>
    [Url]
    public string? OAuthTokenEndpoint { get; set; }

    /// <summary>The client's name there.</summary>
    public string? OAuthClientId { get; set; }

    /// <summary>The client's secret there.</summary>
    public string? OAuthClientSecret { get; set; }

    /// <summary>What the token is to allow, where the endpoint wants to know.</summary>
    public string? OAuthScope { get; set; }

    /// <summary>The file of the certificates that brokers' certificates must go back to, in PEM. Default: the system's.</summary>
    public string? SslCaLocation { get; set; }

    /// <summary>The file of this client's certificate, in PEM, where brokers ask for one.</summary>
    public string? SslCertificateLocation { get; set; }

    /// <summary>The file of its key, in PEM.</summary>
    public string? SslKeyLocation { get; set; }

    /// <summary>The key's password, where it has one.</summary>
    public string? SslKeyPassword { get; set; }

    /// <summary>Any other property of librdkafka, by its name, except those that the log's promises rest on.</summary>
    public Dictionary<string, string> Properties { get; set; } = [];
}

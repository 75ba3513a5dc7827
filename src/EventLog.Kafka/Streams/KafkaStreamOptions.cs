using System.ComponentModel.DataAnnotations;
using Orleans.Streams;

namespace OrleansLambda.EventLog.Kafka.Streams;

/// <summary>A stream provider over a topic of Kafka: what its log is, and what its streams are.</summary>
public sealed class KafkaStreamOptions : KafkaOptions
{
    /// <summary>The header that names a namespace where nothing else is set.</summary>
    public const string DefaultNamespaceHeader = "orleans-stream-namespace";

    /// <summary>
    /// The settings where nothing is set. The group that commits are stored under has no name yet: it becomes the cluster's
    /// service id and the provider's name, joined by a hyphen.
    /// </summary>
    public KafkaStreamOptions() => ConsumerGroup = "";

    /// <summary>The namespace of the streams, for records that name none themselves. Default: the topic's name.</summary>
    [MaxLength(1_000)]
    public string? Namespace { get; set; }

    /// <summary>
    /// The header by which a record names another namespace, in UTF-8; empty to neither read nor write one. Default:
    /// <c>orleans-stream-namespace</c>.
    /// </summary>
    [RegularExpression("^[!-~]{0,255}$")]
    public string NamespaceHeader { get; set; } = DefaultNamespaceHeader;

    /// <summary>
    /// Which subscribers are served. Explicit ones need a grain storage named PubSubStore, or named as the provider.
    /// Default: explicit and implicit ones.
    /// </summary>
    public StreamPubSubType Subscriptions { get; set; } = StreamPubSubType.ExplicitGrainBasedAndImplicit;

    /// <summary>How long deliveries wait for a subscriber where their stream has none, unless the settings of reading say otherwise.</summary>
    internal static readonly TimeSpan UnreadAfter = TimeSpan.FromSeconds(2);

    /// <summary>The namespace of the streams.</summary>
    internal string NamespaceOrTopic => Namespace ?? Topic;
}

using System.Diagnostics.Metrics;

namespace OrleansLambda.EventLog.Kafka.Clients;

/// <summary>What is counted, on the meter <see cref="MeterName"/>, by topic.</summary>
internal static class KafkaMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "OrleansLambda.EventLog.Kafka";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Records that were appended.</summary>
    public static readonly Counter<long> Appended = Meter.CreateCounter<long>("eventlog.kafka.appended", "{record}", "Records appended.");

    /// <summary>How long appends took, those that failed included, from the first byte handed over.</summary>
    public static readonly Histogram<double> AppendDuration = Meter.CreateHistogram<double>("eventlog.kafka.append.duration", "s", "How long appends took.");

    /// <summary>How much is on its way to the brokers.</summary>
    public static readonly UpDownCounter<long> InFlight = Meter.CreateUpDownCounter<long>("eventlog.kafka.append.in_flight", "By", "Bytes on their way to the brokers.");

    /// <summary>Records that were read.</summary>
    public static readonly Counter<long> Read = Meter.CreateCounter<long>("eventlog.kafka.read", "{record}", "Records read.");

    /// <summary>The topic that something is counted for.</summary>
    public static KeyValuePair<string, object?> Topic(KafkaOptions options) => new("topic", options.Topic);
}

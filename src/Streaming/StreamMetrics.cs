using System.Diagnostics.Metrics;

namespace OrleansLambda.Streaming;

/// <summary>What becomes of records that no subscriber receives, on the meter <see cref="MeterName"/>, by stream provider.</summary>
internal static class StreamMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "OrleansLambda.Streaming";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> DeadLetterCounter = Meter.CreateCounter<long>("streaming.dead_letters", "{record}", "Records that belong to no stream.");
    private static readonly Counter<long> UnreadableCounter = Meter.CreateCounter<long>("streaming.unreadable", "{record}", "Records that a subscriber did not receive, because they are no item of the type it asks for.");
    private static readonly Counter<long> UnreadCounter = Meter.CreateCounter<long>("streaming.unread", "{delivery}", "Deliveries dropped, because nobody had subscribed to their stream.");

    /// <summary>Records went to the dead letters.</summary>
    public static void DeadLettered(string provider, int records) => DeadLetterCounter.Add(records, Tag(provider));

    /// <summary>A record is no item of the type that a subscriber asks for.</summary>
    public static void Unreadable(string provider) => UnreadableCounter.Add(1, Tag(provider));

    /// <summary>Deliveries were dropped.</summary>
    public static void Unread(string provider, int deliveries) => UnreadCounter.Add(deliveries, Tag(provider));

    private static KeyValuePair<string, object?> Tag(string provider) => new("provider", provider);
}

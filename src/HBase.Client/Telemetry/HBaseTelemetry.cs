using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansLambda.HBase.Client;

/// <summary>What is counted and traced, by the names below.</summary>
public static class HBaseTelemetry
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "OrleansLambda.HBase.Client";

    /// <summary>The seconds that calls took, those that failed included; by <c>method</c> and <c>outcome</c>.</summary>
    public const string CallDurationName = "hbase.client.call.duration";

    /// <summary>Connections that were made.</summary>
    public const string ConnectionsName = "hbase.client.connections";

    /// <summary>Attempts that failed and are followed by another; of a batch, rounds.</summary>
    public const string RetriesName = "hbase.client.retries";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>(CallDurationName, "s", "How long calls took.");

    internal static readonly Counter<long> Connections = Meter.CreateCounter<long>(ConnectionsName, "{connection}", "Connections made.");

    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>(RetriesName, "{attempt}", "Attempts that were followed by another.");
}

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

    /// <summary>Connections that are open now.</summary>
    public const string OpenConnectionsName = "hbase.client.connections.open";

    /// <summary>Regions whose place is known now, of all tables and clients.</summary>
    public const string KnownRegionsName = "hbase.client.regions.known";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>(CallDurationName, "s", "How long calls took.");

    internal static readonly Counter<long> Connections = Meter.CreateCounter<long>(ConnectionsName, "{connection}", "Connections made.");

    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>(RetriesName, "{attempt}", "Attempts that were followed by another.");

    internal static readonly UpDownCounter<long> OpenConnections = Meter.CreateUpDownCounter<long>(OpenConnectionsName, "{connection}", "Connections that are open.");

    internal static readonly UpDownCounter<long> KnownRegions = Meter.CreateUpDownCounter<long>(KnownRegionsName, "{region}", "Regions whose place is known.");
}

namespace OrleansLambda.HBase.Client;

/// <summary>What the master tells of the cluster.</summary>
/// <param name="Version">HBase's version.</param>
/// <param name="ClusterId">The cluster's id.</param>
/// <param name="Master">The active master.</param>
/// <param name="BackupMasters">Those that would take its place.</param>
/// <param name="Servers">The region servers that are there.</param>
/// <param name="DeadServers">Those that are gone.</param>
public sealed record ClusterStatus(
    string Version,
    string ClusterId,
    ServerDescription? Master,
    IReadOnlyList<ServerDescription> BackupMasters,
    IReadOnlyList<ServerDescription> Servers,
    IReadOnlyList<ServerDescription> DeadServers)
{
    /// <summary>How many regions are on their way from one server to another, being opened or closed.</summary>
    public int RegionsInTransition { get; init; }

    internal static ClusterStatus Of(Proto.ClusterStatus status) => new(
        status.HbaseVersion?.Version ?? "",
        status.ClusterId?.ClusterId_ ?? "",
        status.Master is { } master ? ServerDescription.Of(master) : null,
        [.. status.BackupMasters.Select(ServerDescription.Of)],
        [.. status.LiveServers.Select(live => ServerDescription.Of(live.Server))],
        [.. status.DeadServers.Select(ServerDescription.Of)])
    {
        RegionsInTransition = status.RegionsInTransition.Count,
    };
}

using OrleansLambda.HBase.Client.Wire;
using OrleansLambda.HBase.Client.Admin;
using OrleansLambda.HBase.Client.Regions;

namespace OrleansLambda.HBase.Client;

/// <content>Regions: where they are, and what becomes of them.</content>
public sealed partial class HBaseAdmin
{
    /// <summary>A table's regions in the order of their keys; those that are on no server now are missing.</summary>
    public async Task<IReadOnlyList<RegionDescription>> RegionsAsync(string name, CancellationToken cancellation = default)
    {
        var table = TableNames.Normalize(name);
        var regions = await _master.WithRetriesAsync(table, () => _core.Locator.ListAsync(table, cancellation), cancellation);
        return [.. regions.Select(RegionDescription.Of)];
    }

    /// <summary>Moves a region to a server. It returns when the move is under way or done.</summary>
    /// <param name="region">The region.</param>
    /// <param name="server">Where to, out of <see cref="ClusterStatus.Servers"/>. Default: to one that the master chooses.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task MoveRegionAsync(RegionDescription region, ServerDescription? server = null, CancellationToken cancellation = default)
    {
        var request = new Proto.MoveRegionRequest { Region = region.Specifier };
        if (server is not null)
            request.DestServerName = server.ToProto();
        return _master.CallAsync(MasterMethods.MoveRegion, request, region.Table, cancellation);
    }

    /// <summary>Splits a region into two.</summary>
    /// <param name="region">The region.</param>
    /// <param name="at">The key with which the second one begins, within the region and not its first.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task SplitRegionAsync(RegionDescription region, ReadOnlyMemory<byte> at, CancellationToken cancellation = default)
    {
        var request = new Proto.SplitTableRegionRequest
        {
            RegionInfo = region.ToProto(), SplitRow = Google.Protobuf.ByteString.CopyFrom(at.Span), Nonce = Nonce.Next(), NonceGroup = Nonce.Group,
        };
        return ProcedureAsync(region.Table, "SplitRegion", request, cancellation);
    }

    /// <summary>Makes one region of two that lie side by side.</summary>
    public Task MergeRegionsAsync(RegionDescription first, RegionDescription second, CancellationToken cancellation = default)
    {
        var request = new Proto.MergeTableRegionsRequest { Nonce = Nonce.Next(), NonceGroup = Nonce.Group };
        request.Region.Add([first.Specifier, second.Specifier]);
        return ProcedureAsync(first.Table, "MergeTableRegions", request, cancellation);
    }

    /// <summary>Lets the master move regions on its own so that servers have the same load, or not.</summary>
    /// <returns>Whether it did so before.</returns>
    public async Task<bool> SetBalancerAsync(bool on, CancellationToken cancellation = default) =>
        (await _master.CallAsync(MasterMethods.Balancer, new Proto.SetBalancerRunningRequest { On = on, Synchronous = true }, null, cancellation)).PrevBalanceValue;
}

using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>Asks the servers that are known from the start where the others are. Any of them will do, and each is tried.</summary>
internal sealed class Registry(ConnectionPool pool, IReadOnlyList<ServerAddress> servers, TimeSpan timeout)
{
    private static readonly RpcMethod<Proto.GetMetaRegionLocationsResponse> GetMeta =
        new(RpcService.Registry, "GetMetaRegionLocations", Proto.GetMetaRegionLocationsResponse.Parser);

    private static readonly RpcMethod<Proto.GetActiveMasterResponse> GetMaster =
        new(RpcService.Registry, "GetActiveMaster", Proto.GetActiveMasterResponse.Parser);

    private static readonly RpcMethod<Proto.GetClusterIdResponse> GetCluster =
        new(RpcService.Registry, "GetClusterId", Proto.GetClusterIdResponse.Parser);

    private int _preferred;

    /// <summary>The server that has the region of <c>hbase:meta</c>.</summary>
    /// <exception cref="RpcFault">No server answers, or none knows.</exception>
    public Task<ServerAddress> MetaAsync(CancellationToken cancellation) => AskAsync(
        new RpcRequest(GetMeta, new Proto.GetMetaRegionLocationsRequest()),
        answer => ((Proto.GetMetaRegionLocationsResponse)answer).MetaLocations.FirstOrDefault(l => l.RegionInfo.ReplicaId == 0)?.ServerName is { } name ? ServerAddress.Of(name) : null,
        cancellation);

    /// <summary>The active master.</summary>
    /// <exception cref="RpcFault">No server answers, or none knows.</exception>
    public Task<ServerAddress> MasterAsync(CancellationToken cancellation) => AskAsync(
        new RpcRequest(GetMaster, new Proto.GetActiveMasterRequest()),
        answer => ((Proto.GetActiveMasterResponse)answer).ServerName is { } name ? ServerAddress.Of(name) : null,
        cancellation);

    /// <summary>The cluster's id.</summary>
    /// <exception cref="RpcFault">No server answers, or none knows.</exception>
    public async Task<string> ClusterIdAsync(CancellationToken cancellation)
    {
        string? id = null;
        await AskAsync(
            new RpcRequest(GetCluster, new Proto.GetClusterIdRequest()),
            answer => (id = ((Proto.GetClusterIdResponse)answer).ClusterId) is { Length: > 0 } ? default(ServerAddress) : null,
            cancellation);
        return id!;
    }

    private async Task<ServerAddress> AskAsync(RpcRequest request, Func<IMessage, ServerAddress?> read, CancellationToken cancellation)
    {
        Exception? last = null;
        for (var i = 0; i < servers.Count; i++)
        {
            var at = (Volatile.Read(ref _preferred) + i) % servers.Count;
            try
            {
                using var response = await pool.CallAsync(servers[at], request, timeout, cancellation);
                if (read(response.Message) is { } found)
                {
                    Volatile.Write(ref _preferred, at);
                    return found;
                }
            }
            catch (Exception e) when (e is RpcFault or RemoteException)
            {
                last = e;
            }
        }
        throw new RpcFault(
            RpcFaultKind.NotConnected, false, $"None of {string.Join(", ", servers)} could say ({request.Method.Name}){(last is null ? "." : $": {last.Message}")}", last);
    }
}

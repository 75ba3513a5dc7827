namespace OrleansLambda.HBase.Client.Wire;

/// <summary>
/// Calls that cost a server next to nothing, by which it is asked whether it is there. HBase's RPC has no ping of its own, and
/// its Java client sends none.
/// </summary>
internal static class Pings
{
    // A batch of nothing. Of all calls for rows it alone may name its priority, and so does not wait behind those for rows.
    private const uint HighPriority = 200;

    private static readonly RpcRequest Batch = new(new RpcMethod<Proto.Nothing>(RpcService.Client, "Multi", Proto.Nothing.Parser), new Proto.MultiRequest(), Priority: HighPriority);

    private static readonly RpcRequest ClusterId = new(new RpcMethod<Proto.Nothing>(RpcService.Registry, "GetClusterId", Proto.Nothing.Parser), new Proto.GetClusterIdRequest());

    private static readonly RpcRequest Running = new(new RpcMethod<Proto.Nothing>(RpcService.Master, "IsMasterRunning", Proto.Nothing.Parser), new Proto.Nothing());

    /// <summary>The ping for a connection to a service.</summary>
    public static RpcRequest For(string service) => service switch
    {
        RpcService.Client => Batch,
        RpcService.Registry => ClusterId,
        _ => Running,
    };
}

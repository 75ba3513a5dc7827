using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Admin;

/// <summary>The methods of the master that answer at once.</summary>
internal static class MasterMethods
{
    public static readonly RpcMethod<Proto.GetTableNamesResponse> TableNames = new(RpcService.Master, "GetTableNames", Proto.GetTableNamesResponse.Parser);
    public static readonly RpcMethod<Proto.GetTableDescriptorsResponse> TableDescriptors = new(RpcService.Master, "GetTableDescriptors", Proto.GetTableDescriptorsResponse.Parser);
    public static readonly RpcMethod<Proto.GetTableStateResponse> TableState = new(RpcService.Master, "GetTableState", Proto.GetTableStateResponse.Parser);
    public static readonly RpcMethod<Proto.GetClusterStatusResponse> ClusterStatus = new(RpcService.Master, "GetClusterStatus", Proto.GetClusterStatusResponse.Parser);
    public static readonly RpcMethod<Proto.MoveRegionResponse> MoveRegion = new(RpcService.Master, "MoveRegion", Proto.MoveRegionResponse.Parser);
    public static readonly RpcMethod<Proto.SetBalancerRunningResponse> Balancer = new(RpcService.Master, "SetBalancerRunning", Proto.SetBalancerRunningResponse.Parser);

    // It and truncateTable alone begin with a small letter.
    public static readonly RpcMethod<Proto.GetProcedureResultResponse> ProcedureResult = new(RpcService.Master, "getProcedureResult", Proto.GetProcedureResultResponse.Parser);
}

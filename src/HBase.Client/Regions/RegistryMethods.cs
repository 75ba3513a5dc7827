using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>What any master or region server tells of the cluster.</summary>
internal static class RegistryMethods
{
    public static readonly RpcMethod<Proto.GetMetaRegionLocationsResponse> Meta =
        new(RpcService.Registry, "GetMetaRegionLocations", Proto.GetMetaRegionLocationsResponse.Parser);

    public static readonly RpcMethod<Proto.GetActiveMasterResponse> ActiveMaster = new(RpcService.Registry, "GetActiveMaster", Proto.GetActiveMasterResponse.Parser);

    public static readonly RpcMethod<Proto.GetClusterIdResponse> ClusterId = new(RpcService.Registry, "GetClusterId", Proto.GetClusterIdResponse.Parser);

    public static readonly RpcMethod<Proto.GetMastersResponse> Masters = new(RpcService.Registry, "GetMasters", Proto.GetMastersResponse.Parser);

    public static readonly RpcMethod<Proto.GetBootstrapNodesResponse> BootstrapNodes =
        new(RpcService.Registry, "GetBootstrapNodes", Proto.GetBootstrapNodesResponse.Parser);
}

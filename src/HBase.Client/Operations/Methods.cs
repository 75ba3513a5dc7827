using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>The methods of region servers.</summary>
internal static class Methods
{
    public static readonly RpcMethod<Proto.GetResponse> Get = new(RpcService.Client, "Get", Proto.GetResponse.Parser);
    public static readonly RpcMethod<Proto.MutateResponse> Mutate = new(RpcService.Client, "Mutate", Proto.MutateResponse.Parser);
    public static readonly RpcMethod<Proto.MultiResponse> Multi = new(RpcService.Client, "Multi", Proto.MultiResponse.Parser);
    public static readonly RpcMethod<Proto.ScanResponse> Scan = new(RpcService.Client, "Scan", Proto.ScanResponse.Parser);
}

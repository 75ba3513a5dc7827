namespace OrleansLambda.HBase.Client.Wire;

/// <summary>The services' names; a connection is for one of them.</summary>
internal static class RpcService
{
    /// <summary>Rows, on region servers.</summary>
    public const string Client = "ClientService";

    /// <summary>Where the cluster is, on masters and region servers.</summary>
    public const string Registry = "ClientMetaService";

    /// <summary>Tables, on the active master.</summary>
    public const string Master = "MasterService";
}

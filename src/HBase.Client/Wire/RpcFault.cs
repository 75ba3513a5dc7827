namespace OrleansLambda.HBase.Client.Wire;

/// <summary>A call that got no answer.</summary>
internal sealed class RpcFault(RpcFaultKind kind, bool mayHaveArrived, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why there is none.</summary>
    public RpcFaultKind Kind { get; } = kind;

    /// <summary>Whether the server may have carried it out all the same. False: it certainly has not.</summary>
    public bool MayHaveArrived { get; } = mayHaveArrived;
}

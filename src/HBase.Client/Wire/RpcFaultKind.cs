namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Why a call got no answer.</summary>
internal enum RpcFaultKind
{
    /// <summary>There was no connection to be had.</summary>
    NotConnected,

    /// <summary>The connection was lost.</summary>
    ConnectionLost,

    /// <summary>The time for it was up.</summary>
    TimedOut,
}

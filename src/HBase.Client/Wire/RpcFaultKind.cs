namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Why a call got no answer.</summary>
internal enum RpcFaultKind
{
    /// <summary>There was no connection to be had.</summary>
    NotConnected,

    /// <summary>The server and the client do not trust each other, or do not speak of it in the same way: trying again is in vain.</summary>
    NotSecured,

    /// <summary>
    /// The server refused what comes before the call, which it has not looked at: the connection, or to say which process it
    /// is. The inner exception is the <see cref="RemoteException"/>.
    /// </summary>
    Refused,

    /// <summary>The connection was lost.</summary>
    ConnectionLost,

    /// <summary>The time for it was up.</summary>
    TimedOut,
}

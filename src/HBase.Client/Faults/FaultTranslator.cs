using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Faults;

/// <summary>Gives a failure the type that callers see.</summary>
internal static class FaultTranslator
{
    /// <summary>The exception for something that is given up; one of its own, because a fault may concern many operations.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="mayBeDone">Whether an attempt before may have done it.</param>
    public static HBaseException Final(Exception fault, bool mayBeDone = false) => fault switch
    {
        HBaseTableNotFoundException => new HBaseTableNotFoundException(fault.Message, fault),
        HBaseTableNotEnabledException => new HBaseTableNotEnabledException(fault.Message, fault),
        HBaseProtocolException => new HBaseProtocolException(fault.Message, fault),
        HBaseException known => known,
        RemoteException remote => Refusal(remote, remote.Message),
        RpcFault { InnerException: RemoteException refusal, Kind: RpcFaultKind.Refused } => Refusal(refusal, fault.Message),
        RpcFault { Kind: RpcFaultKind.NotSecured } when mayBeDone => new HBaseTimeoutException($"It was tried, and cannot be tried again. {fault.Message}", fault),
        RpcFault { Kind: RpcFaultKind.NotSecured } => new HBaseConnectionException(fault.Message, fault),
        _ => new HBaseProtocolException(fault.Message, fault),
    };

    /// <summary>The exception for something whose time was up before it succeeded.</summary>
    /// <param name="fault">Why it failed last; null where it did not get as far as being tried.</param>
    /// <param name="limit">How much time there was.</param>
    /// <param name="mayBeDone">Whether an attempt may have done it.</param>
    public static HBaseException OutOfTime(Exception? fault, TimeSpan limit, bool mayBeDone = false) =>
        fault is RpcFault { Kind: RpcFaultKind.NotConnected } && !mayBeDone
            ? new HBaseConnectionException($"For {limit} no server could be reached. {fault.Message}", fault)
            : new HBaseTimeoutException($"It did not succeed, and {limit} leave no time for another attempt. {fault?.Message}", fault);

    /// <summary>The exception for something that may have been done, and must not be done twice.</summary>
    public static HBaseException Unknown(Exception fault) =>
        fault as HBaseOutcomeUnknownException ?? new HBaseOutcomeUnknownException($"Whether it was done is not known. {fault.Message}", fault);

    private static HBaseException Refusal(RemoteException remote, string message) => remote.ShortName switch
    {
        "TableNotFoundException" => new HBaseTableNotFoundException(message, remote),
        "TableNotEnabledException" or "TableDisabledException" => new HBaseTableNotEnabledException(message, remote),
        "TableExistsException" => new HBaseTableExistsException(message, remote.ClassName, remote),
        "NoSuchColumnFamilyException" => new HBaseNoSuchFamilyException(message, remote.ClassName, remote),
        "AccessDeniedException" => new HBaseAccessDeniedException(message, remote.ClassName, remote),
        _ => new HBaseServerException(message, remote.ClassName, remote),
    };
}

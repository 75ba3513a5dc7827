using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Faults;

/// <summary>
/// What each failure means, by the class of the server's exception. Whether a refusal was certain to come before anything
/// was done follows from where HBase's region server throws it.
/// </summary>
internal static class FaultRules
{
    /// <summary>Judges why an attempt failed.</summary>
    public static FaultVerdict Judge(Exception fault) => fault switch
    {
        RemoteException remote => Judge(remote),
        RpcFault { InnerException: RemoteException refusal, Kind: RpcFaultKind.Refused } => Judge(refusal) with { MayBeDone = false },
        RpcFault { Kind: RpcFaultKind.NotSecured } => new FaultVerdict(FaultAction.Fail, false),
        RpcFault rpc => new FaultVerdict(FaultAction.Relocate, rpc.MayHaveArrived),
        _ => new FaultVerdict(FaultAction.Fail, true),
    };

    private static FaultVerdict Judge(RemoteException remote) => remote.ShortName switch
    {
        // The region is not here; thrown before the request is looked at.
        "NotServingRegionException" or "RegionMovedException" or "WrongRegionException" or "RegionOfflineException" =>
            new FaultVerdict(FaultAction.Relocate, false, remote.MovedTo),
        "RegionServerStoppedException" or "RegionServerAbortedException" => new FaultVerdict(FaultAction.Relocate, true),

        // The region is here, and not ready; thrown before the request is carried out.
        "RegionOpeningException" or "RegionTooBusyException" or "CallQueueTooBigException" or "CallDroppedException" or "RpcThrottlingException"
            or "RetryImmediatelyException" or "MultiActionResultTooLarge" or "PleaseHoldException" or "ServerNotRunningYetException"
            or "MasterNotRunningException" => new FaultVerdict(FaultAction.Wait, false),

        // A server that is going down. What was asked may be in its log.
        _ when remote.Text.Contains("log is closed", StringComparison.Ordinal) => new FaultVerdict(FaultAction.Relocate, true),
        _ when remote.DoNotRetry || IsFinal(remote) => new FaultVerdict(FaultAction.Fail, false),
        _ => new FaultVerdict(FaultAction.Wait, true),
    };

    // Within a batch exceptions come without the mark that trying again is in vain.
    private static bool IsFinal(RemoteException remote) =>
        remote.ClassName.StartsWith("java.lang.", StringComparison.Ordinal)
        || remote.ShortName is "DoNotRetryIOException" or "NoSuchColumnFamilyException" or "FailedSanityCheckException" or "TableNotFoundException"
            or "TableExistsException" or "TableNotEnabledException" or "TableNotDisabledException" or "TableDisabledException" or "AccessDeniedException"
            or "InvalidFamilyOperationException" or "NamespaceNotFoundException" or "UnknownProtocolException" or "OperationConflictException"
            or "CorruptHFileException" or "ConstraintException" or "QuotaExceededException" or "SpaceLimitingException" or "InvalidMutationException"
            or "UnknownRegionException";
}

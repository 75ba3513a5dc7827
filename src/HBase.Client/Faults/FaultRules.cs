using System.Collections.Frozen;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Faults;

/// <summary>
/// What each failure means, by the class of the server's exception. Whether a refusal was certain to come before anything
/// was done follows from where HBase's region server throws it.
/// </summary>
internal static class FaultRules
{
    // The subclasses of DoNotRetryIOException that servers throw, but for those about scanners, which are opened anew.
    private static readonly FrozenSet<string> Final = FrozenSet.ToFrozenSet(
    [
        "AccessDeniedException", "ConcurrentTableModificationException", "ConstraintException", "CoprocessorException", "CorruptHFileException",
        "DoNotRetryIOException", "DoNotRetryRegionException", "FailedSanityCheckException", "InvalidFamilyOperationException", "InvalidLabelException",
        "InvalidMutationException", "LabelAlreadyExistsException", "MergeRegionException", "NamespaceExistException", "NamespaceNotFoundException",
        "NoSuchColumnFamilyException", "OperationConflictException", "QuotaExceededException", "ReplicationPeerNotFoundException", "RequestTooBigException",
        "RowTooBigException", "SpaceLimitingException", "TableDisabledException", "TableExistsException", "TableNotDisabledException",
        "TableNotEnabledException", "TableNotFoundException", "ThrottlingException", "UnknownProtocolException", "UnknownRegionException",
    ]);

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

    // Within a batch exceptions come without the mark that trying again is in vain, and without their base classes.
    private static bool IsFinal(RemoteException remote) =>
        remote.ClassName.StartsWith("java.lang.", StringComparison.Ordinal) || Final.Contains(remote.ShortName);
}

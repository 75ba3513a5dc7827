using Google.Protobuf;
using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Faults;

public sealed class FaultRulesTests
{
    private const string Package = "org.apache.hadoop.hbase.";

    [Theory]
    [InlineData("NotServingRegionException", false, FaultAction.Relocate, false)]
    [InlineData("client.RegionOfflineException", false, FaultAction.Relocate, false)]
    [InlineData("exceptions.RegionMovedException", true, FaultAction.Relocate, false)]
    [InlineData("regionserver.WrongRegionException", false, FaultAction.Relocate, false)]
    [InlineData("regionserver.RegionServerStoppedException", false, FaultAction.Relocate, true)]
    [InlineData("regionserver.RegionServerAbortedException", false, FaultAction.Relocate, true)]
    [InlineData("exceptions.RegionOpeningException", false, FaultAction.Wait, false)]
    [InlineData("RegionTooBusyException", false, FaultAction.Wait, false)]
    [InlineData("CallQueueTooBigException", false, FaultAction.Wait, false)]
    [InlineData("CallDroppedException", false, FaultAction.Wait, false)]
    [InlineData("quotas.RpcThrottlingException", false, FaultAction.Wait, false)]
    [InlineData("RetryImmediatelyException", false, FaultAction.Wait, false)]
    [InlineData("MultiActionResultTooLarge", false, FaultAction.Wait, false)]
    [InlineData("ipc.ServerNotRunningYetException", false, FaultAction.Wait, false)]
    [InlineData("PleaseHoldException", false, FaultAction.Wait, false)]
    [InlineData("SomethingElse", true, FaultAction.Fail, false)]
    [InlineData("SomethingElse", false, FaultAction.Wait, true)]
    public void ServersExceptions_AreJudged_ByTheirClass(string name, bool doNotRetry, object action, bool mayBeDone) =>
        Assert.Equal(new FaultVerdict((FaultAction)action, mayBeDone), FaultRules.Judge(new RemoteException(Package + name, "text", doNotRetry)));

    [Theory]
    [InlineData("client.DoNotRetryRegionException")]
    [InlineData("client.RowTooBigException")]
    [InlineData("ConcurrentTableModificationException")]
    [InlineData("constraint.ConstraintException")]
    [InlineData("coprocessor.CoprocessorException")]
    [InlineData("DoNotRetryIOException")]
    [InlineData("exceptions.FailedSanityCheckException")]
    [InlineData("exceptions.MergeRegionException")]
    [InlineData("exceptions.RequestTooBigException")]
    [InlineData("exceptions.UnknownProtocolException")]
    [InlineData("InvalidFamilyOperationException")]
    [InlineData("io.hfile.CorruptHFileException")]
    [InlineData("NamespaceExistException")]
    [InlineData("NamespaceNotFoundException")]
    [InlineData("quotas.QuotaExceededException")]
    [InlineData("quotas.SpaceLimitingException")]
    [InlineData("quotas.ThrottlingException")]
    [InlineData("regionserver.NoSuchColumnFamilyException")]
    [InlineData("regionserver.RowTooBigException")]
    [InlineData("ReplicationPeerNotFoundException")]
    [InlineData("security.AccessDeniedException")]
    [InlineData("security.visibility.InvalidLabelException")]
    [InlineData("security.visibility.LabelAlreadyExistsException")]
    [InlineData("TableExistsException")]
    [InlineData("TableNotDisabledException")]
    [InlineData("TableNotEnabledException")]
    [InlineData("TableNotFoundException")]
    [InlineData("UnknownRegionException")]
    public void ExceptionWithinABatch_ThatIsInVainToTryAgain_IsKnownByItsClassAlone(string name) => Assert.Equal(
        new FaultVerdict(FaultAction.Fail, false),
        FaultRules.Judge(RemoteException.Of(new Proto.NameBytesPair { Name = Package + name, Value = ByteString.CopyFromUtf8("text") })));

    [Fact]
    public void ClosedLog_MayHaveTheChange() =>
        Assert.Equal(new FaultVerdict(FaultAction.Relocate, true), FaultRules.Judge(new RemoteException("java.io.IOException", "Cannot append; log is closed, regionName = x")));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LostCall_IsTriedElsewhere_AndKeepsWhatIsKnownOfIt(bool arrived) =>
        Assert.Equal(new FaultVerdict(FaultAction.Relocate, arrived), FaultRules.Judge(new RpcFault(RpcFaultKind.ConnectionLost, arrived, "lost")));

    [Fact]
    public void MovedRegion_WithinABatch_TellsWhereTo()
    {
        var fault = RemoteException.Of(new Proto.NameBytesPair
        {
            Name = Package + "exceptions.RegionMovedException",
            Value = ByteString.CopyFromUtf8($"{Package}exceptions.RegionMovedException: Region moved to: hostname=rs2.example port=16020 startCode=17. As of locationSeqNum=9.\n\tat x"),
        });
        Assert.Equal(new NewPlace(new ServerAddress("rs2.example", 16020), 9), FaultRules.Judge(fault).MovedTo);
    }

    [Fact]
    public void UntrustedServer_IsNotTriedAgain() =>
        Assert.Equal(new FaultVerdict(FaultAction.Fail, false), FaultRules.Judge(new RpcFault(RpcFaultKind.NotSecured, false, "wrong authority")));

    [Theory]
    [InlineData("security.AccessDeniedException", true, FaultAction.Fail)]
    [InlineData("CallQueueTooBigException", false, FaultAction.Wait)]
    [InlineData("regionserver.RegionServerStoppedException", false, FaultAction.Relocate)]
    public void RefusalBeforeTheCall_IsJudgedByItsClass_AndNothingWasDone(string name, bool doNotRetry, object action) => Assert.Equal(
        new FaultVerdict((FaultAction)action, false),
        FaultRules.Judge(new RpcFault(RpcFaultKind.Refused, false, "refused", new RemoteException(Package + name, "text", doNotRetry))));
}

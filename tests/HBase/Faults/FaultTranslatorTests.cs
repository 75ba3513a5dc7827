using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Faults;

public sealed class FaultTranslatorTests
{
    private static readonly RpcFault Refused = new(RpcFaultKind.NotConnected, false, "refused");
    private static readonly RpcFault NotSecured = new(RpcFaultKind.NotSecured, false, "wrong authority");

    [Fact]
    public void ConnectionException_SaysThatNothingWasDone_SoItIsToldOnlyWhereThatIsKnown()
    {
        Assert.IsType<HBaseConnectionException>(FaultTranslator.OutOfTime(Refused, TimeSpan.FromSeconds(1), mayBeDone: false));
        Assert.IsType<HBaseTimeoutException>(FaultTranslator.OutOfTime(Refused, TimeSpan.FromSeconds(1), mayBeDone: true));
        Assert.IsType<HBaseConnectionException>(FaultTranslator.Final(NotSecured, mayBeDone: false));
        Assert.IsType<HBaseTimeoutException>(FaultTranslator.Final(NotSecured, mayBeDone: true));
    }
}

using Google.Protobuf;
using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Faults;

public sealed class BackoffTests
{
    private const string Throttled = "org.apache.hadoop.hbase.quotas.RpcThrottlingException";

    private static readonly HBaseOptions Options = new();

    [Fact]
    public void Waits_Double_UpToTheLimit_AndAreSpread()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1));
        for (var failures = 1; failures < 100; failures++)
        {
            var least = Math.Min(1_000, 20 * Math.Pow(2, failures - 1));
            Assert.InRange(backoff.After(failures, salt: 7).TotalMilliseconds, least, least * 1.25);
        }
        Assert.NotEqual(backoff.After(3, salt: 1), backoff.After(3, salt: 2));
    }

    [Fact]
    public void OverloadedServer_IsLeftAloneForLonger_ThanOneThatFailed()
    {
        var overloaded = RemoteException.Of(new Proto.ExceptionResponse { ExceptionClassName = "a.CallQueueTooBigException", StackTrace = "", ServerOverloaded = true });
        Assert.Equal(new Backoff(Options.OverloadedDelay, Options.MaxDelay), Backoff.Of(overloaded, Options));
        Assert.Equal(new Backoff(Options.OverloadedDelay, Options.MaxDelay), Backoff.Of(new RpcFault(RpcFaultKind.Refused, false, "refused", overloaded), Options));
        Assert.Equal(new Backoff(Options.FirstDelay, Options.MaxDelay), Backoff.Of(new RemoteException("a.RegionTooBusyException", ""), Options));
        Assert.Equal(new Backoff(Options.FirstDelay, Options.MaxDelay), Backoff.Of(null, Options));
    }

    [Theory]
    [InlineData("number of requests exceeded - wait 1hr, 2mins, 3sec, 4ms", 3_723_004)]
    [InlineData("read size limit exceeded - wait 2hrs, 1min, 0sec, 0ms", 7_260_000)]
    [InlineData("write size limit exceeded - wait 5sec, 250ms", 5_250)]
    [InlineData("number of write requests exceeded - wait 750ms", 750)]
    [InlineData("request size limit exceeded - wait 1mins, 2.50sec", 62_500)]
    [InlineData("request size limit exceeded - wait 0sec, 0ms", 20)]
    public void Quota_IsKeptTo_AsTheServerSays_WithinABatchToo(string sentence, long milliseconds)
    {
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal(new Backoff(wait, wait), Backoff.Of(new RemoteException(Throttled, sentence), Options));
        var inBatch = RemoteException.Of(new Proto.NameBytesPair { Name = Throttled, Value = ByteString.CopyFromUtf8($"{Throttled}: {sentence}\n\tat x") });
        Assert.Equal(new Backoff(wait, wait), Backoff.Of(inBatch, Options));
    }

    [Theory]
    [InlineData("request size limit exceeded - wait a while")]
    [InlineData("request size limit exceeded")]
    public void QuotaWithoutATime_IsAFailureLikeOthers(string sentence) =>
        Assert.Equal(new Backoff(Options.FirstDelay, Options.MaxDelay), Backoff.Of(new RemoteException(Throttled, sentence), Options));
}

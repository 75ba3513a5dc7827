using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Wire;

[Collection(WireFuzzTests.Memory)]
public sealed class RpcConnectionTests
{
    private const int Limit = 180_000;

    [Fact(Timeout = Limit)]
    public async Task Connection_IntroducesItself_BeforeItsFirstCall()
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server);
        var hello = await server.ReadHelloAsync();
        Assert.Equal("ClientService", hello.ServiceName);
        Assert.Equal("tester", hello.UserInfo.EffectiveUser);
        Assert.Equal("org.apache.hadoop.hbase.codec.KeyValueCodec", hello.CellBlockCodecClass);
        Assert.Equal(2u, hello.VersionInfo.VersionMajor);
    }

    [Fact(Timeout = Limit)]
    public async Task Answers_ReachTheirCalls_InAnyOrder()
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server);
        await server.ReadHelloAsync();
        var calls = Enumerable.Range(0, 50).Select(i => connection.CallAsync(Calls.Get($"{i}"), Calls.Long, default)).ToArray();
        var answers = new List<byte[]>();
        foreach (var _ in calls)
        {
            var (header, parameter, _) = await server.ReadCallAsync();
            answers.Add(FakeServer.GetAnswer(header.CallId, Proto.GetRequest.Parser.ParseFrom(parameter).Get.Row.ToByteArray()));
        }
        answers.Reverse();
        await server.SendAsync([.. answers.SelectMany(a => a)]);
        for (var i = 0; i < calls.Length; i++)
            Assert.Equal($"{i}", System.Text.Encoding.UTF8.GetString(Calls.Value(await calls[i])));
    }

    [Fact(Timeout = Limit)]
    public async Task Exception_EndsItsCallAlone()
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server);
        await server.ReadHelloAsync();
        var (failed, other) = (connection.CallAsync(Calls.Get(), Calls.Long, default), connection.CallAsync(Calls.Get(), Calls.Long, default));
        await server.SendAsync(FakeServer.Frame(
            new Proto.ResponseHeader
            {
                CallId = 1,
                Exception = new Proto.ExceptionResponse
                {
                    ExceptionClassName = "a.b.RegionMovedException", StackTrace = "a.b.RegionMovedException: Region moved to: hostname=h port=5 startCode=7. As of locationSeqNum=9.\n\tat x", DoNotRetry = true,
                },
            },
            null));
        var e = await Assert.ThrowsAsync<RemoteException>(() => failed);
        Assert.Equal(("RegionMovedException", "a.b.RegionMovedException: Region moved to: hostname=h port=5 startCode=7. As of locationSeqNum=9.", true, new NewPlace(new ServerAddress("h", 5), 9)), (e.ShortName, e.Message, e.DoNotRetry, e.MovedTo!.Value));
        await server.SendAsync(FakeServer.GetAnswer(2, [1]));
        Assert.Equal([1], Calls.Value(await other));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RefusalOfTheConnection_EndsAllCalls_WhichHaveNotArrived_WhereItIsFinal(bool final)
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server);
        await server.ReadHelloAsync();
        var call = connection.CallAsync(Calls.Get(), Calls.Long, default);
        await server.ReadCallAsync();
        await server.SendAsync(FakeCluster.Exception(new Proto.RequestHeader { CallId = FakeServer.WholeConnection }, "security.AccessDeniedException", "Authentication is required", final));
        var fault = await Assert.ThrowsAsync<RpcFault>(() => call);
        Assert.Equal((final ? RpcFaultKind.Refused : RpcFaultKind.ConnectionLost, !final), (fault.Kind, fault.MayHaveArrived));
        Assert.IsType<RemoteException>(fault.InnerException);
        Assert.True(connection.HasEnded);
    }

    [Fact(Timeout = Limit)]
    public async Task LateAnswer_OfACallGivenUp_IsDropped_AndTheConnectionGoesOn()
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server);
        await server.ReadHelloAsync();
        using var cancellation = new CancellationTokenSource();
        var call = connection.CallAsync(Calls.Get(), Calls.Long, cancellation.Token);
        await server.ReadCallAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var next = connection.CallAsync(Calls.Get(), Calls.Long, default);
        await server.SendAsync(FakeServer.GetAnswer(1, [1]));
        await server.SendAsync(FakeServer.GetAnswer(2, [2]));
        Assert.Equal([2], Calls.Value(await next));
        Assert.Equal(0, connection.Pending);
    }

    [Fact(Timeout = Limit)]
    public async Task TimedOutCall_MayHaveArrived_AndASilentConnectionEnds()
    {
        var (server, time) = (new FakeServer(), new FakeTimeProvider());
        await using var connection = Calls.Connect(server, time: time);
        await server.ReadHelloAsync();
        var call = connection.CallAsync(Calls.Get(), TimeSpan.FromSeconds(1), default);
        var patient = connection.CallAsync(Calls.Get(), TimeSpan.FromSeconds(6), default);
        await server.ReadCallAsync();
        await server.ReadCallAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<RpcFault>(() => call);
        Assert.Equal((RpcFaultKind.TimedOut, true), (fault.Kind, fault.MayHaveArrived));
        Assert.False(connection.HasEnded);
        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<RpcFault>(() => patient);
        Assert.True(connection.HasEnded);
        Assert.True(server.Closed);
    }

    [Fact(Timeout = Limit)]
    public async Task LostConnection_TellsWhatMayHaveArrived_FromWhatWasNeverSent()
    {
        var (server, gate) = (new FakeServer(), new Gate());
        await using var connection = Calls.Connect(server);
        await server.ReadHelloAsync();
        var first = connection.CallAsync(Calls.Get(), Calls.Long, default);
        await server.ReadCallAsync();
        var block = new CellBlock();
        block.Add(gate);
        var halfway = connection.CallAsync(Calls.Get(cells: block), Calls.Long, default);
        await gate.Reached.Task;
        var waiting = connection.CallAsync(Calls.Get(), Calls.Long, default);
        server.Close();
        Assert.True((await Assert.ThrowsAsync<RpcFault>(() => first)).MayHaveArrived);
        Assert.True((await Assert.ThrowsAsync<RpcFault>(() => halfway)).MayHaveArrived);
        Assert.False((await Assert.ThrowsAsync<RpcFault>(() => waiting)).MayHaveArrived);
        Assert.False((await Assert.ThrowsAsync<RpcFault>(() => connection.CallAsync(Calls.Get(), Calls.Long, default))).MayHaveArrived);
        gate.Open.SetResult();
    }

    [Fact(Timeout = Limit)]
    public async Task WaitForItsTurn_IsPartOfACallsTime()
    {
        var (server, gate, time) = (new FakeServer(), new Gate(), new FakeTimeProvider());
        await using var connection = Calls.Connect(server, new WireSettings { QueuedCalls = 1 }, time);
        await server.ReadHelloAsync();
        var block = new CellBlock();
        block.Add(gate);
        var writing = connection.CallAsync(Calls.Get(cells: block), Calls.Long, default);
        await gate.Reached.Task;
        var queued = connection.CallAsync(Calls.Get(), Calls.Long, default);
        var call = connection.CallAsync(Calls.Get(), TimeSpan.FromSeconds(4), default);
        time.Advance(TimeSpan.FromSeconds(3));
        gate.Open.SetResult();
        for (var i = 0; i < 3; i++)
            await server.ReadCallAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<RpcFault>(() => call);
        Assert.Equal((RpcFaultKind.TimedOut, true), (fault.Kind, fault.MayHaveArrived));
        Assert.False(writing.IsCompleted || queued.IsCompleted);
    }

    [Fact(Timeout = Limit)]
    public async Task Retired_AnswersWhatIsUnderWay_AndTakesNothingNew()
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server);
        await server.ReadHelloAsync();
        var call = connection.CallAsync(Calls.Get(), Calls.Long, default);
        await server.ReadCallAsync();
        connection.Retire();
        Assert.False((await Assert.ThrowsAsync<RpcFault>(() => connection.CallAsync(Calls.Get(), Calls.Long, default))).MayHaveArrived);
        await server.SendAsync(FakeServer.GetAnswer(1, [9]));
        Assert.Equal([9], Calls.Value(await call));
        Assert.True(server.Closed);
    }

    [Theory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(1_000_001)]
    public async Task ImpossibleLength_EndsTheConnection(int length)
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server, new WireSettings { MaxFrameBytes = 1_000_000 });
        var call = connection.CallAsync(Calls.Get(), Calls.Long, default);
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        await server.SendAsync(bytes);
        var fault = await Assert.ThrowsAsync<RpcFault>(() => call);
        Assert.IsType<HBaseProtocolException>(fault.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task HugeCell_ArrivesWhole_BothWays()
    {
        var server = new FakeServer();
        await using var connection = Calls.Connect(server);
        await server.ReadHelloAsync();
        var value = new byte[20_000_000];
        for (var i = 0; i < value.Length; i++)
            value[i] = (byte)(i * 31);
        var block = new CellBlock();
        block.Add(new Put("r"u8.ToArray()).Add("f"u8.ToArray(), "q"u8.ToArray(), value));
        var call = connection.CallAsync(Calls.Get(cells: block), Calls.Long, default);
        var (header, _, cells) = await server.ReadCallAsync();
        Assert.Equal(cells.Length, KeyValueCodec.Measure(cells));
        Assert.True(new Cell(cells.AsMemory(4)).Value.Span.SequenceEqual(value));
        await server.SendAsync(FakeServer.GetAnswer(header.CallId, value));
        Assert.True(Calls.Value(await call).AsSpan().SequenceEqual(value));
    }

    /// <summary>Cells that are long in the writing.</summary>
    private sealed class Gate : ICellSource
    {
        public readonly TaskCompletionSource Reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public readonly TaskCompletionSource Open = new();

        public int EncodedLength => 1;

        public void WriteTo(IBufferWriter<byte> output)
        {
            Reached.TrySetResult();
            Open.Task.Wait();
            output.GetSpan(1)[0] = 0;
            output.Advance(1);
        }
    }
}

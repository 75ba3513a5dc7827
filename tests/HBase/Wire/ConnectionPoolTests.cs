using System.Security.Authentication;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Wire;

public sealed class ConnectionPoolTests
{
    private const int Limit = 180_000;

    private static readonly ServerAddress Address = new("fake", 1);

    private readonly AnsweringDialer _dialer = new();

    [Fact(Timeout = Limit)]
    public async Task ManyCalls_ShareOneConnection()
    {
        await using var pool = Pool();
        var values = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => AskAsync(pool, $"{i}")));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), values);
        Assert.Single(_dialer.Servers);
    }

    [Fact(Timeout = Limit)]
    public async Task Pool_MayBeClosedTwice()
    {
        var pool = Pool();
        await AskAsync(pool, "a");
        await pool.DisposeAsync();
        await pool.DisposeAsync();
        Assert.Equal(0, pool.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task ClosedConnection_IsMadeAnew()
    {
        await using var pool = Pool();
        await AskAsync(pool, "a");
        _dialer.Servers[0].Close();
        while (!_dialer.Servers[0].Closed)
            await Task.Yield();
        Assert.Equal("b", await AskAsync(pool, "b"));
        Assert.Equal(2, _dialer.Servers.Length);
    }

    [Fact(Timeout = Limit)]
    public async Task FailedConnection_IsAFault_AndTriedAgainByTheNextCall()
    {
        _dialer.Failures = 1;
        await using var pool = Pool();
        var fault = await Assert.ThrowsAsync<RpcFault>(() => AskAsync(pool, "a"));
        Assert.Equal((RpcFaultKind.NotConnected, false), (fault.Kind, fault.MayHaveArrived));
        Assert.Equal("b", await AskAsync(pool, "b"));
    }

    [Fact(Timeout = Limit)]
    public async Task Connecting_IsPartOfACallsTime()
    {
        var (dialer, time) = (new SlowDialer(), new FakeTimeProvider());
        await using var pool = new ConnectionPool(dialer, new WireSettings(), time);
        var call = pool.CallAsync(Address, Calls.Get(), TimeSpan.FromSeconds(4), default);
        time.Advance(TimeSpan.FromSeconds(3));
        var server = new FakeServer();
        dialer.Transport.SetResult(server.Transport);
        await server.ReadHelloAsync();
        await server.ReadCallAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RpcFaultKind.TimedOut, (await Assert.ThrowsAsync<RpcFault>(() => call)).Kind);
    }

    [Fact(Timeout = Limit)]
    public async Task AttemptThatFails_AfterItsCallerGaveUp_IsForgotten()
    {
        var (dialer, time) = (new SlowDialer(), new FakeTimeProvider());
        await using var pool = new ConnectionPool(dialer, new WireSettings(), time);
        var call = pool.CallAsync(Address, Calls.Get(), TimeSpan.FromSeconds(2), default);
        time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<RpcFault>(() => call);
        Assert.Equal(1, pool.Count);
        dialer.Transport.SetException(new AuthenticationException("wrong authority"));
        while (pool.Count > 0)
            await Task.Delay(5);
        dialer.Transport = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var next = pool.ConnectionAsync(Address, RpcService.Client, Calls.Long, default);
        dialer.Transport.SetResult(new FakeServer().Transport);
        Assert.False((await next).HasEnded);
    }

    [Fact(Timeout = Limit)]
    public async Task IdleConnection_IsClosed_AndMadeAnewWhenNeeded()
    {
        var time = new FakeTimeProvider();
        await using var pool = Pool(time);
        await AskAsync(pool, "a");
        time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(pool, "b");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_dialer.Servers[0].Closed);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(_dialer.Servers[0].Closed);
        Assert.Equal(0, pool.Count);
        Assert.Equal("c", await AskAsync(pool, "c"));
    }

    [Fact(Timeout = Limit)]
    public async Task VanishedServer_IsNoticed_WhileACallWaits_LongBeforeItsTimeIsUp()
    {
        var time = new FakeTimeProvider();
        await using var pool = Pool(time);
        await AskAsync(pool, "a");
        _dialer.Silent = true;
        var call = pool.CallAsync(Address, Calls.Get("b"), TimeSpan.FromHours(1), default);
        time.Advance(TimeSpan.FromSeconds(6));
        while (_dialer.Pings == 0)
            await Task.Delay(5);
        while (!call.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }
        var fault = await Assert.ThrowsAsync<RpcFault>(() => call);
        Assert.Equal((RpcFaultKind.ConnectionLost, true), (fault.Kind, fault.MayHaveArrived));
        Assert.True(_dialer.Servers[0].Closed);
        Assert.Equal(1, _dialer.Pings);
    }

    [Fact(Timeout = Limit)]
    public async Task VanishedServer_IsNoticed_BeforeACallIsHungOnItsIdleConnection()
    {
        var time = new FakeTimeProvider();
        await using var pool = Pool(time);
        await AskAsync(pool, "a");
        _dialer.Silent = true;
        time.Advance(TimeSpan.FromSeconds(20));
        var call = pool.CallAsync(Address, Calls.Get("b"), Calls.Long, default);
        while (_dialer.Pings == 0)
            await Task.Yield();
        _dialer.Silent = false; // Its successor answers.
        while (!call.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }
        Assert.Equal("b", System.Text.Encoding.UTF8.GetString(Calls.Value(await call)));
        Assert.True(_dialer.Servers[0].Closed);
        Assert.Equal(2, _dialer.Servers.Length);
    }

    [Fact(Timeout = Limit)]
    public async Task IdleServer_ThatAnswersAPing_KeepsItsConnection()
    {
        var time = new FakeTimeProvider();
        await using var pool = Pool(time);
        await AskAsync(pool, "a");
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("b", await AskAsync(pool, "b"));
        Assert.Equal(1, _dialer.Pings);
        Assert.Equal("c", await AskAsync(pool, "c"));
        Assert.Equal(1, _dialer.Pings);
        Assert.Single(_dialer.Servers);
    }

    /// <summary>Connects when a test has it.</summary>
    private sealed class SlowDialer : IDialer
    {
        public TaskCompletionSource<Transport> Transport { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Transport> DialAsync(ServerAddress address, CancellationToken cancellation) => Transport.Task.WaitAsync(cancellation);
    }

    private static async Task<string> AskAsync(ConnectionPool pool, string row) =>
        System.Text.Encoding.UTF8.GetString(Calls.Value(await pool.CallAsync(Address, Calls.Get(row), Calls.Long, default)));

    private ConnectionPool Pool(TimeProvider? time = null) => new(_dialer, new WireSettings { IdleLimit = TimeSpan.FromMinutes(2) }, time ?? TimeProvider.System);
}

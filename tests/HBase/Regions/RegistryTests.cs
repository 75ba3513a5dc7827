using Microsoft.Extensions.Time.Testing;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Regions;

public sealed class RegistryTests : IAsyncDisposable
{
    private const int Limit = 180_000;

    private readonly FakeTimeProvider _time = new();
    private readonly RegistryDialer _cluster = new() { Masters = { "m" }, RegionServers = { "a", "b", "c" } };
    private readonly ConnectionPool _pool;
    private readonly Registry _registry;

    public RegistryTests()
    {
        _pool = new ConnectionPool(_cluster, new WireSettings(), _time);
        _registry = new Registry(_pool, [new ServerAddress("a", 1)], TimeSpan.FromSeconds(10), _time);
    }

    [Fact(Timeout = Limit)]
    public async Task OneServer_TellsOfAllOthers_AndMayThenGo()
    {
        Assert.Equal("m", (await _registry.MasterAsync(default)).Host);
        await LearntAsync(4);
        _cluster.Gone.Add("a");
        _cluster.Gone.Add("m");
        Assert.Equal("m", (await _registry.MasterAsync(default)).Host);
        Assert.Equal(["a", "b", "c", "m"], _registry.Servers.Select(server => server.Host).Order());
    }

    [Fact(Timeout = Limit)]
    public async Task HangingServer_IsOvertaken_AndNotAskedFirstAgain()
    {
        await _registry.MasterAsync(default);
        await LearntAsync(4);
        _cluster.Hanging.Add("a");
        var asking = _registry.MasterAsync(default);
        Assert.False(asking.IsCompleted);
        while (!asking.IsCompleted)
        {
            _time.Advance(Registry.Patience / 4);
            await Task.Delay(5);
        }
        Assert.Equal("m", (await asking).Host);
        Assert.NotEqual("a", _registry.Servers[0].Host);
        Assert.Equal("m", (await _registry.MasterAsync(default)).Host); // Without a wait.
    }

    [Fact(Timeout = Limit)]
    public async Task Failures_AskTheClusterAnew_ButNotAllTheTime()
    {
        await _registry.MasterAsync(default);
        await LearntAsync(4);
        _cluster.RegionServers.Add("d");
        _cluster.Gone.Add("a");
        for (var i = 0; i < 20; i++)
            await _registry.MasterAsync(default);
        Assert.Single(_cluster.Asked, call => call.EndsWith("GetBootstrapNodes", StringComparison.Ordinal));
        _time.Advance(Registry.LeastRefreshInterval);
        _cluster.Gone.Add(_registry.Servers[0].Host);
        await _registry.MasterAsync(default);
        await LearntAsync(5);
    }

    [Fact(Timeout = Limit)]
    public async Task Cluster_IsAskedAnew_NowAndThen()
    {
        await _registry.MasterAsync(default);
        await LearntAsync(4);
        _cluster.RegionServers.Add("d");
        _cluster.RegionServers.Remove("b");
        _time.Advance(Registry.RefreshInterval);
        while (_registry.Servers.All(server => server.Host != "d"))
            await Task.Delay(5);
        Assert.Equal(["a", "c", "d", "m"], _registry.Servers.Select(server => server.Host).Order());
    }

    [Fact(Timeout = Limit)]
    public async Task NobodyThere_IsAFault_ThatNamesWhoWasAsked()
    {
        _cluster.Gone.Add("a");
        var fault = await Assert.ThrowsAsync<RpcFault>(() => _registry.MasterAsync(default));
        Assert.Equal((RpcFaultKind.NotConnected, false), (fault.Kind, fault.MayHaveArrived));
        Assert.Contains("a:1", fault.Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _pool.DisposeAsync();
    }

    private async Task LearntAsync(int count)
    {
        while (_registry.Servers.Count < count)
            await Task.Delay(5);
    }
}

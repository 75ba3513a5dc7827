using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>
/// Asks where things are. Any master or region server will do: one is asked, after a second without an answer the next one
/// too, and the first answer counts.
/// </summary>
/// <remarks>
/// The servers of the settings are the beginning. What else there is, the cluster tells: it is asked when the client is first
/// used, every five minutes from then on, and after a server has failed, though no more often than every five seconds.
/// </remarks>
internal sealed class Registry : IAsyncDisposable
{
    /// <summary>How long one server is waited for before another one is asked as well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How often the cluster is asked for its servers.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(5);

    /// <summary>How often it is asked at most, when servers fail.</summary>
    public static readonly TimeSpan LeastRefreshInterval = TimeSpan.FromSeconds(5);

    private readonly ConnectionPool _pool;
    private readonly ServerList _servers;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _refreshed;
    private int _refreshing;

    /// <summary>Asks nobody yet.</summary>
    /// <param name="pool">The connections.</param>
    /// <param name="configured">The servers of the settings.</param>
    /// <param name="timeout">How long each may take.</param>
    /// <param name="time">The clock.</param>
    public Registry(ConnectionPool pool, IReadOnlyList<ServerAddress> configured, TimeSpan timeout, TimeProvider time)
    {
        (_pool, _servers, _timeout, _time) = (pool, new ServerList(configured), timeout, time);
        _timer = time.CreateTimer(_ => RefreshIfDue(afterFailure: false, first: false), null, RefreshInterval, RefreshInterval);
    }

    /// <summary>The servers that are known, in the order in which they are asked.</summary>
    public IReadOnlyList<ServerAddress> Servers => _servers.InOrder();

    /// <summary>The server that has the region of <c>hbase:meta</c>.</summary>
    /// <exception cref="RpcFault">No server answers, or none knows.</exception>
    public async Task<ServerAddress> MetaAsync(CancellationToken cancellation) => ServerAddress.Of(await AskAsync(
        RegistryMethods.Meta,
        new Proto.GetMetaRegionLocationsRequest(),
        answer => answer.MetaLocations.FirstOrDefault(location => location.RegionInfo.ReplicaId == 0)?.ServerName,
        cancellation));

    /// <summary>The active master.</summary>
    /// <exception cref="RpcFault">No server answers, or none knows.</exception>
    public async Task<ServerAddress> MasterAsync(CancellationToken cancellation) =>
        ServerAddress.Of(await AskAsync(RegistryMethods.ActiveMaster, new Proto.GetActiveMasterRequest(), answer => answer.ServerName, cancellation));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private async Task<T> AskAsync<TAnswer, T>(RpcMethod<TAnswer> method, IMessage request, Func<TAnswer, T?> read, CancellationToken cancellation)
        where TAnswer : IMessage<TAnswer>
        where T : class
    {
        RefreshIfDue(afterFailure: false, first: true);
        return await TryAllAsync(method, request, read, cancellation);
    }

    private async Task<T> TryAllAsync<TAnswer, T>(RpcMethod<TAnswer> method, IMessage request, Func<TAnswer, T?> read, CancellationToken cancellation)
        where TAnswer : IMessage<TAnswer>
        where T : class
    {
        var servers = _servers.InOrder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asked = new List<Task<(T? Found, Exception? Fault)>>();
        Exception? last = null;
        try
        {
            for (var next = 0; next < servers.Length || asked.Count > 0;)
            {
                if (next < servers.Length)
                    asked.Add(TryAsync(servers[next++], new RpcRequest(method, request), read, stop.Token));
                var patience = Task.Delay(next < servers.Length ? Patience : Timeout.InfiniteTimeSpan, _time, stop.Token);
                var first = await Task.WhenAny([.. asked, patience]);
                cancellation.ThrowIfCancellationRequested();
                if (first is not Task<(T? Found, Exception? Fault)> answer)
                    continue;
                asked.Remove(answer);
                var (found, fault) = await answer;
                if (found is not null)
                    return found;
                last = fault ?? last;
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
        if (last is RpcFault { Kind: RpcFaultKind.Refused })
            throw last; // It is in vain to ask again, which its kind tells.
        throw new RpcFault(
            (last as RpcFault)?.Kind == RpcFaultKind.NotSecured ? RpcFaultKind.NotSecured : RpcFaultKind.NotConnected,
            false,
            $"None of {string.Join<ServerAddress>(", ", servers)} could say ({method.Name}){(last is null ? "." : $": {last.Message}")}",
            last);
    }

    private async Task<(T? Found, Exception? Fault)> TryAsync<TAnswer, T>(ServerAddress server, RpcRequest request, Func<TAnswer, T?> read, CancellationToken cancellation)
        where T : class
    {
        try
        {
            using var response = await _pool.CallAsync(server, request, _timeout, cancellation);
            var found = read((TAnswer)response.Message);
            if (found is not null)
                _servers.Prefer(server);
            return (found, null);
        }
        catch (Exception e) when (e is RpcFault or RemoteException)
        {
            RefreshIfDue(afterFailure: true, first: false);
            return (null, e);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return (null, e); // Another one was faster, or nobody wants to know any more.
        }
    }

    private void RefreshIfDue(bool afterFailure, bool first)
    {
        var last = Volatile.Read(ref _refreshed);
        var due = last == 0 ? first || afterFailure : !first && _time.GetElapsedTime(last) >= (afterFailure ? LeastRefreshInterval : RefreshInterval / 2);
        if (due && Interlocked.CompareExchange(ref _refreshing, 1, 0) == 0)
            _ = RefreshAsync();
    }

    // What it does not find out now it finds out the next time; callers have the servers that are known already.
    private async Task RefreshAsync()
    {
        Volatile.Write(ref _refreshed, Math.Max(1, _time.GetTimestamp()));
        try
        {
            using var limit = new CancellationTokenSource(_timeout, _time);
            var masters = await TryAllAsync(
                RegistryMethods.Masters,
                new Proto.GetMastersRequest(),
                answer => answer.MasterServers.Count > 0 ? answer.MasterServers.OrderByDescending(master => master.IsActive).Select(master => ServerAddress.Of(master.ServerName)).ToArray() : null,
                limit.Token);
            _servers.Learn([.. masters, .. _servers.InOrder()]);

            // A region server names none in its first half minute; a master always knows them.
            var nodes = await TryAllAsync(
                RegistryMethods.BootstrapNodes,
                new Proto.GetBootstrapNodesRequest(),
                answer => answer.ServerName.Count > 0 ? answer.ServerName.Select(ServerAddress.Of).ToArray() : null,
                limit.Token);
            _servers.Learn([.. masters, .. nodes]);
        }
        catch (Exception e) when (e is RpcFault or OperationCanceledException or ObjectDisposedException)
        {
            // The servers that are known stay.
        }
        finally
        {
            Volatile.Write(ref _refreshing, 0);
        }
    }
}

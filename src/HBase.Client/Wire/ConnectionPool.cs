using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Authentication;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Keeps one connection for each server and service, made when it is first needed and again after it was lost.</summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(ServerAddress Address, string Service), Lazy<Task<RpcConnection>>> _connections = new();
    private readonly IDialer _dialer;
    private readonly WireSettings _settings;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly CancellationTokenSource _disposed = new();
    private bool _ended;

    /// <summary>Is empty at first.</summary>
    public ConnectionPool(IDialer dialer, WireSettings settings, TimeProvider time)
    {
        (_dialer, _settings, _time) = (dialer, settings, time);
        var period = TimeSpan.FromTicks(Math.Min(settings.IdleLimit.Ticks, settings.SilenceLimit.Ticks) / 2);
        _sweep = time.CreateTimer(_ => Sweep(), null, period, period);
    }

    /// <summary>How many connections there are, those in the making included.</summary>
    public int Count => _connections.Count;

    /// <summary>Asks a server. A call that certainly did not arrive because the connection had ended is sent once more.</summary>
    /// <param name="address">The server.</param>
    /// <param name="request">What.</param>
    /// <param name="timeout">How long it may take, connecting included.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RpcFault">There is no answer.</exception>
    /// <exception cref="RemoteException">The server answers with an exception.</exception>
    public Task<RpcResponse> CallAsync(ServerAddress address, RpcRequest request, TimeSpan timeout, CancellationToken cancellation) =>
        MeasuredAsync(address, request.Method, () => TryTwiceAsync(address, request, timeout, cancellation));

    /// <summary>Asks a server over this connection and no other.</summary>
    /// <exception cref="RpcFault">There is no answer.</exception>
    /// <exception cref="RemoteException">The server answers with an exception.</exception>
    public Task<RpcResponse> CallAsync(RpcConnection connection, RpcRequest request, TimeSpan timeout, CancellationToken cancellation) =>
        MeasuredAsync(connection.Address, request.Method, () => connection.CallAsync(request, timeout, cancellation));

    /// <summary>The connection to a service of a server, made where there is none.</summary>
    /// <exception cref="RpcFault">There is none to be had.</exception>
    public async Task<RpcConnection> ConnectionAsync(ServerAddress address, string service, TimeSpan timeout, CancellationToken cancellation)
    {
        var (key, deadline) = ((address, service), new Deadline(_time, timeout));
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            var made = _connections.GetOrAdd(key, _ => NewAttempt(address, service));
            RpcConnection connection;
            try
            {
                connection = await made.Value.WaitAsync(deadline.Left, _time, cancellation);
            }
            catch (TimeoutException e)
            {
                throw new RpcFault(RpcFaultKind.NotConnected, false, $"{address} could not be reached within {timeout}.", e);
            }
            if (connection.Silence >= _settings.SilenceLimit)
                await EnsureAliveAsync(connection, deadline.Left, cancellation);
            if (!connection.HasEnded)
                return connection;
            _connections.TryRemove(KeyValuePair.Create(key, made));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, true))
            return;
        await _disposed.CancelAsync();
        await _sweep.DisposeAsync();
        foreach (var key in _connections.Keys)
        {
            if (_connections.TryRemove(key, out var made))
            {
                try
                {
                    await (await made.Value).DisposeAsync();
                }
                catch (RpcFault)
                {
                    // It never came to be.
                }
            }
        }
        _disposed.Dispose();
    }

    private async Task<RpcResponse> MeasuredAsync(ServerAddress address, RpcMethod method, Func<Task<RpcResponse>> call)
    {
        var (start, outcome) = (_time.GetTimestamp(), "failed");
        using var activity = HBaseTelemetry.Activities.StartActivity(method.Name, ActivityKind.Client);
        activity?.SetTag("db.system.name", "hbase").SetTag("server.address", address.Host).SetTag("server.port", address.Port);
        try
        {
            var response = await call();
            outcome = "answered";
            return response;
        }
        catch (Exception e)
        {
            outcome = e switch { RemoteException => "refused", RpcFault fault => Word(fault.Kind), _ => "given_up" };
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
        finally
        {
            HBaseTelemetry.CallDuration.Record(
                _time.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("method", method.Name), new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    private async Task<RpcResponse> TryTwiceAsync(ServerAddress address, RpcRequest request, TimeSpan timeout, CancellationToken cancellation)
    {
        var deadline = new Deadline(_time, timeout);
        try
        {
            return await TryAsync();
        }
        catch (RpcFault fault) when (fault is { Kind: RpcFaultKind.ConnectionLost, MayHaveArrived: false } && deadline.Left > TimeSpan.Zero)
        {
            return await TryAsync();
        }

        async Task<RpcResponse> TryAsync()
        {
            var connection = await ConnectionAsync(address, request.Method.Service, deadline.Left, cancellation);
            return await connection.CallAsync(request, deadline.Left, cancellation);
        }
    }

    // One that fails takes itself out: those who wanted it may have given up.
    private Lazy<Task<RpcConnection>> NewAttempt(ServerAddress address, string service)
    {
        Lazy<Task<RpcConnection>> attempt = null!;
        return attempt = new Lazy<Task<RpcConnection>>(RunAsync);

        async Task<RpcConnection> RunAsync()
        {
            try
            {
                return await ConnectAsync(address, service);
            }
            catch (RpcFault)
            {
                _connections.TryRemove(KeyValuePair.Create((address, service), attempt));
                throw;
            }
        }
    }

    private async Task<RpcConnection> ConnectAsync(ServerAddress address, string service)
    {
        using var limit = new CancellationTokenSource(_settings.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _disposed.Token);
        try
        {
            var connection = new RpcConnection(await _dialer.DialAsync(address, either.Token), address, service, _settings, _time);
            HBaseTelemetry.Connections.Add(1);
            return connection;
        }
        catch (AuthenticationException e)
        {
            throw new RpcFault(RpcFaultKind.NotSecured, false, $"The connection to {address} could not be secured: {e.Message} {e.InnerException?.Message}".TrimEnd(), e);
        }
        catch (Exception e)
        {
            throw new RpcFault(RpcFaultKind.NotConnected, false, $"{address} could not be reached: {e.Message}", e);
        }
    }

    private static string Word(RpcFaultKind kind) => kind switch
    {
        RpcFaultKind.NotConnected => "not_connected",
        RpcFaultKind.NotSecured => "not_secured",
        RpcFaultKind.Refused => "refused",
        RpcFaultKind.ConnectionLost => "connection_lost",
        _ => "timed_out",
    };

    // What is sent into a connection whose other end has vanished may or may not have arrived, for all that is known. So one
    // that has been silent is asked first whether it is there; if not, it ends, and nothing was sent.
    private async Task EnsureAliveAsync(RpcConnection connection, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            await connection.PingAsync().WaitAsync(timeout, _time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new RpcFault(RpcFaultKind.TimedOut, false, $"{connection.Address} gave no sign of life in the time there was.", e);
        }
    }

    private void Sweep()
    {
        foreach (var (key, made) in _connections)
        {
            if (!made.IsValueCreated || made.Value is not { IsCompletedSuccessfully: true, Result: var connection })
                continue;
            if (connection.Pending > 0)
                connection.PingIfSilent();
            else if (connection.Silence >= _settings.IdleLimit && _connections.TryRemove(KeyValuePair.Create(key, made)))
                connection.Retire();
        }
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>
/// One connection to one service of one server, with many calls in flight; answers come in any order.
/// </summary>
/// <remarks>
/// Calls wait in a bounded queue, from which one loop writes them, flushing when the queue is empty or enough has gathered.
/// Another loop reads answers. The first error of either ends the connection and with it every call that is under way, each
/// with the knowledge whether the server may have got it. A call that is given up leaves the connection alone; its answer is
/// dropped when it comes. Only when nothing at all has come for <see cref="WireSettings.SilenceLimit"/> does a call that
/// timed out take the connection with it: the server hangs, or the network swallows what is sent. A ping is such a call.
/// </remarks>
internal sealed partial class RpcConnection : IAsyncDisposable
{
    // Long before the calls' numbers run out.
    private const int MaxCalls = 1_000_000_000;

    private readonly string _service;
    private readonly Channel<RpcCall> _queue;
    private readonly ConcurrentDictionary<int, RpcCall> _pending = new();
    private readonly Transport _transport;
    private readonly WireSettings _settings;
    private readonly TimeProvider _time;
    private readonly FrameReader _frames;
    private readonly Task _loops;
    private int _lastId;
    private long _lastReceived;
    private Exception? _end;
    private volatile bool _retired;

    /// <summary>Introduces itself to the server and is ready for calls.</summary>
    public RpcConnection(Transport transport, ServerAddress address, string service, WireSettings settings, TimeProvider time)
    {
        (_transport, Address, _service, _settings, _time) = (transport, address, service, settings, time);
        _queue = Channel.CreateBounded<RpcCall>(new BoundedChannelOptions(settings.QueuedCalls) { SingleReader = true });
        _lastReceived = time.GetTimestamp();
        _frames = new FrameReader(transport.Input, settings.MaxFrameBytes, () => Volatile.Write(ref _lastReceived, time.GetTimestamp()));
        transport.Output.Write(ConnectionHeader.Encode(service, settings.User));
        HBaseTelemetry.OpenConnections.Add(1);
        _loops = Task.WhenAll(Task.Run(WriteAsync), Task.Run(ReadAsync));
    }

    /// <summary>The server.</summary>
    public ServerAddress Address { get; }

    /// <summary>Whether it has ended: every call fails at once, unsent.</summary>
    public bool HasEnded => _retired || Volatile.Read(ref _end) is not null;

    /// <summary>How many calls wait for their answer.</summary>
    public int Pending => _pending.Count;

    /// <summary>How long nothing has come from the server.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    /// <summary>Asks the server.</summary>
    /// <param name="request">What.</param>
    /// <param name="timeout">How long to wait for the answer, the wait for the call's turn included.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RpcFault">There is no answer.</exception>
    /// <exception cref="RemoteException">The server answers with an exception.</exception>
    public async Task<RpcResponse> CallAsync(RpcRequest request, TimeSpan timeout, CancellationToken cancellation)
    {
        var deadline = new Deadline(_time, timeout);
        var call = new RpcCall(Interlocked.Increment(ref _lastId), request, timeout);
        _pending[call.Id] = call;
        if (call.Id == MaxCalls)
            Retire();
        try
        {
            if (!_queue.Writer.TryWrite(call))
            {
                if (_end is { } end)
                    throw Lost(end, false);
                await _queue.Writer.WriteAsync(call, cancellation).AsTask().WaitAsync(timeout, _time, cancellation);
            }
            else if (_end is { } end)
            {
                call.TryFail(arrived => Lost(end, arrived));
            }
            return await call.Answer.WaitAsync(deadline.Left, _time, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw Lost(_end, false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!call.TryFail(arrived => new RpcFault(RpcFaultKind.TimedOut, arrived, $"{Address} did not answer {request.Method.Name} within {timeout}.", e)))
                return await call.Answer; // It ended at this very moment.
            if (e is TimeoutException && Silence >= _settings.SilenceLimit)
                End(new TimeoutException($"Nothing has come from {Address} for {Silence}."));
            if (e is OperationCanceledException)
            {
                _ = call.Answer.Exception; // Nobody else looks at it.
                throw;
            }
            return await call.Answer;
        }
        finally
        {
            _pending.TryRemove(call.Id, out _);
            EndIfRetired();
        }
    }

    /// <summary>Takes no more calls, and ends once those under way have ended.</summary>
    public void Retire()
    {
        _retired = true;
        _queue.Writer.TryComplete();
        EndIfRetired();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        End(new ObjectDisposedException(nameof(RpcConnection)));
        await _loops;
    }

    /// <summary>Ends it; what is under way fails with <paramref name="reason"/>. Only the first reason counts.</summary>
    public void End(Exception reason)
    {
        if (Interlocked.CompareExchange(ref _end, reason, null) is not null)
            return;
        HBaseTelemetry.OpenConnections.Add(-1);
        _queue.Writer.TryComplete();
        _transport.Close();
        foreach (var call in _pending.Values)
            call.TryFail(arrived => Lost(reason, arrived));
    }

    private void EndIfRetired()
    {
        if (_retired && _pending.IsEmpty)
            End(new IOException("Nothing was asked for a while."));
    }

    // A connection is refused for what it says of itself, before any call is looked at.
    private RpcFault Lost(Exception? reason, bool arrived) => reason is RemoteException { DoNotRetry: true }
        ? new RpcFault(RpcFaultKind.Refused, false, $"{Address} refused the connection: {reason.Message}", reason)
        : new RpcFault(RpcFaultKind.ConnectionLost, arrived, $"The connection to {Address} was lost: {reason?.Message}", reason);

    private async Task WriteAsync()
    {
        var output = _transport.Output;
        try
        {
            await FlushAsync();
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_queue.Reader.TryRead(out var call))
                {
                    if (!call.TrySend())
                        continue;
                    FrameWriter.WriteHead(output, call);
                    foreach (var source in call.Request.Cells?.Sources ?? [])
                    {
                        var before = output.UnflushedBytes;
                        source.WriteTo(output);
                        if (output.UnflushedBytes - before != source.EncodedLength)
                            throw new InvalidOperationException("What was being sent was changed meanwhile.");
                        if (output.UnflushedBytes >= WireSettings.FlushBytes)
                            await FlushAsync();
                    }
                    if (output.UnflushedBytes >= WireSettings.FlushBytes)
                        await FlushAsync();
                }
                await FlushAsync();
            }
        }
        catch (Exception e)
        {
            End(e);
        }
        await CompleteAsync(output.CompleteAsync);

        async ValueTask FlushAsync()
        {
            if ((await output.FlushAsync()).IsCompleted)
                throw new IOException("The server takes no more.");
        }
    }

    private static async Task CompleteAsync(Func<Exception?, ValueTask> complete)
    {
        try
        {
            await complete(null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // What was left in the buffer has nowhere to go: the connection is closed, and its calls know.
        }
    }
}

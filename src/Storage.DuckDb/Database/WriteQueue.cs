using System.Diagnostics;

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>
/// Where writes wait for the write loop: in order, and no more at once than <paramref name="capacity"/> bytes. Who comes
/// when it is full waits at the door, first come, first served.
/// </summary>
/// <remarks>
/// The loop waits in real time, whatever clock is injected: a test that holds the clock must not hold the commits.
/// </remarks>
internal sealed class WriteQueue(long capacity, TimeSpan linger)
{
    private readonly object _gate = new();
    private readonly Queue<WriteRequest> _requests = new();
    private readonly LinkedList<Guest> _door = new();
    private long _inside;
    private long _firstAt;
    private bool _hadCompany;
    private bool _interrupted;
    private bool _closed;

    /// <summary>Waits until there is room for <paramref name="weight"/> bytes, and takes it.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public async ValueTask EnterAsync(long weight, CancellationToken cancellationToken)
    {
        LinkedListNode<Guest> guest;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(DuckDbDatabase));
            if (_door.Count == 0 && Fits(weight))
            {
                _inside += Bounded(weight);
                return;
            }
            guest = _door.AddLast(new Guest(weight, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                lock (_gate)
                    if (guest.List is not null)
                        _door.Remove(guest);
                guest.Value.Admitted.TrySetCanceled(token);
            },
            null);
        await guest.Value.Admitted.Task;
    }

    /// <summary>Adds a request for which room was taken.</summary>
    public void Add(WriteRequest request)
    {
        lock (_gate)
        {
            if (_requests.Count == 0)
                _firstAt = Stopwatch.GetTimestamp();
            _requests.Enqueue(request);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Takes all that waits. Blocks until there is something, the time is up, or <see cref="Interrupt"/> or
    /// <see cref="Close"/> is called; then lingers for more to come along, unless the last request came alone: whoever writes
    /// one after the other would wait for nobody.
    /// </summary>
    /// <returns>False once the queue is closed and empty.</returns>
    public bool Take(List<WriteRequest> group, TimeSpan timeout)
    {
        lock (_gate)
        {
            if (_requests.Count == 0 && !_closed && !_interrupted)
                Monitor.Wait(_gate, timeout);
            _interrupted = false;
            while (_hadCompany && _requests.Count > 0 && !_closed && _door.Count == 0 && linger - Stopwatch.GetElapsedTime(_firstAt) is { Ticks: > 0 } rest)
                Monitor.Wait(_gate, rest);
            if (_requests.Count > 0)
                _hadCompany = _requests.Count > 1;
            group.AddRange(_requests);
            _requests.Clear();
            return group.Count > 0 || !_closed;
        }
    }

    /// <summary>Gives back the room of requests that have been answered.</summary>
    public void Leave(long weight)
    {
        lock (_gate)
        {
            _inside -= Bounded(weight);
            while (_door.First is { } guest && Fits(guest.Value.Weight))
            {
                _door.RemoveFirst();
                if (guest.Value.Admitted.TrySetResult())
                    _inside += Bounded(guest.Value.Weight);
            }
        }
    }

    /// <summary>Makes the loop look around.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            _interrupted = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Lets nobody in any more, and sends away those at the door; what is inside is still worked off.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var guest in _door)
                guest.Admitted.TrySetException(new ObjectDisposedException(nameof(DuckDbDatabase)));
            _door.Clear();
            Monitor.Pulse(_gate);
        }
    }

    // A request larger than the queue gets in alone.
    private bool Fits(long weight) => _inside + Bounded(weight) <= capacity;

    private long Bounded(long weight) => Math.Min(weight, capacity);

    private sealed record Guest(long Weight, TaskCompletionSource Admitted);
}

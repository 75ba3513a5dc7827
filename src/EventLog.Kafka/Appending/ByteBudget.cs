namespace OrleansLambda.EventLog.Kafka.Appending;

/// <summary>How many bytes may be under way. Who wants more waits, in the order of coming; a wish beyond the whole is granted when nothing else is under way.</summary>
internal sealed class ByteBudget
{
    private readonly long _bytes;
    private readonly Lock _gate = new();
    private readonly LinkedList<(long Wish, TaskCompletionSource Granted)> _waiting = new();
    private long _free;

    public ByteBudget(long bytes) => _bytes = _free = bytes;

    /// <summary>How many are under way.</summary>
    public long Taken
    {
        get
        {
            lock (_gate)
                return _bytes - _free;
        }
    }

    /// <summary>Takes <paramref name="wish"/> bytes.</summary>
    /// <returns>How many must be given back.</returns>
    public async ValueTask<long> TakeAsync(long wish, CancellationToken cancellationToken)
    {
        wish = Math.Min(wish, _bytes);
        LinkedListNode<(long, TaskCompletionSource Granted)> waiting;
        lock (_gate)
        {
            if (_waiting.Count == 0 && wish <= _free)
            {
                _free -= wish;
                return wish;
            }
            waiting = _waiting.AddLast((wish, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }
        await using var registration = cancellationToken.UnsafeRegister(_ => Leave(waiting, cancellationToken), null);
        await waiting.Value.Granted.Task;
        return wish;
    }

    /// <summary>Gives <paramref name="taken"/> bytes back.</summary>
    public void Return(long taken)
    {
        lock (_gate)
        {
            _free += taken;
            Grant();
        }
    }

    private void Leave(LinkedListNode<(long Wish, TaskCompletionSource Granted)> waiting, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiting.List is null)
                return;
            _waiting.Remove(waiting);
            Grant();
        }
        waiting.Value.Granted.SetCanceled(cancellationToken);
    }

    private void Grant()
    {
        while (_waiting.First is { } first && first.Value.Wish <= _free)
        {
            _waiting.RemoveFirst();
            _free -= first.Value.Wish;
            first.Value.Granted.SetResult();
        }
    }
}

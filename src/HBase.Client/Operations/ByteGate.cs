namespace OrleansLambda.HBase.Client.Operations;

/// <summary>Lets in so many bytes, first come, first served; what does not fit waits until enough has gone out.</summary>
internal sealed class ByteGate(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Entered)> _waiting = [];
    private long _inside;

    /// <summary>How much is inside.</summary>
    public long Inside
    {
        get
        {
            lock (_lock)
                return _inside;
        }
    }

    /// <summary>Enters. More than the capacity enters when nothing else is inside.</summary>
    /// <exception cref="OperationCanceledException">It was given up, and did not enter.</exception>
    public ValueTask EnterAsync(long bytes, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _inside += bytes;
                return default;
            }
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, entered));
            return new ValueTask(WaitAsync(entered, cancellation));
        }
    }

    /// <summary>Goes out.</summary>
    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _inside -= bytes;
            LetIn();
        }
    }

    private async Task WaitAsync(TaskCompletionSource entered, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(() => entered.TrySetCanceled(cancellation));
        try
        {
            await entered.Task;
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                LetIn(); // It may have stood before one that fits.
            throw;
        }
    }

    private bool Fits(long bytes) => _inside == 0 || _inside + bytes <= capacity;

    private void LetIn()
    {
        while (_waiting.TryPeek(out var next) && (next.Entered.Task.IsCompleted || Fits(next.Bytes)))
        {
            _waiting.Dequeue();
            _inside += next.Bytes;
            if (!next.Entered.TrySetResult())
                _inside -= next.Bytes; // It has given up.
        }
    }
}

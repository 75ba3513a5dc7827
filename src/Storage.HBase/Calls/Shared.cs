namespace OrleansLambda.Storage.HBase.Calls;

/// <summary>
/// Lets concurrent calls share trips to the servers: while as many are on their way as may be, those that come wait, and go
/// together with the next. Nobody waits for company otherwise.
/// </summary>
/// <param name="mostAtOnce">How many go together at most.</param>
/// <param name="inFlight">How many trips may be under way.</param>
/// <param name="room">How many may wait; who comes then waits at the door.</param>
/// <param name="carryOut">Carries out some, and answers each in its place.</param>
internal sealed class Shared<TItem, TAnswer>(int mostAtOnce, int inFlight, int room, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> carryOut)
    : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _door = new(room, room);
    private readonly Queue<(TItem Item, TaskCompletionSource<TAnswer> Done)> _waiting = new();
    private int _running;

    /// <summary>Carries out <paramref name="item"/> with others. What is given up while it waits may be carried out all the same.</summary>
    public async Task<TAnswer> AddAsync(TItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _door.WaitAsync(cancellationToken);
        var done = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((item, done));
            if (_running < inFlight)
            {
                _running++;
                _ = Task.Run(RunAsync, CancellationToken.None);
            }
        }
        return await done.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _door.Dispose();

    private async Task RunAsync()
    {
        var batch = new List<(TItem Item, TaskCompletionSource<TAnswer> Done)>();
        while (true)
        {
            batch.Clear();
            lock (_lock)
            {
                while (batch.Count < mostAtOnce && _waiting.TryDequeue(out var next))
                    batch.Add(next);
                if (batch.Count == 0)
                {
                    _running--;
                    return;
                }
            }
            _door.Release(batch.Count);
            await AnswerAsync(batch);
        }
    }

    private async Task AnswerAsync(List<(TItem Item, TaskCompletionSource<TAnswer> Done)> batch)
    {
        try
        {
            var answers = await carryOut([.. batch.Select(static waiting => waiting.Item)]);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Done.SetResult(answers[i]);
        }
        catch (Exception e)
        {
            foreach (var (_, done) in batch)
                done.TrySetException(e);
        }
    }
}

namespace OrleansLambda.EventLog.Kafka.Clients;

/// <summary>
/// Puts the questions of many into few requests: what is asked while a request is under way goes into the next one, all
/// together. So an answer is always to a request that began after it was asked for, and one request at most is under way.
/// </summary>
internal sealed class SharedQuestion<TKey, TAnswer>(Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TAnswer>>> ask)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private HashSet<TKey> _keys = [];
    private TaskCompletionSource<IReadOnlyDictionary<TKey, TAnswer>>? _next;
    private bool _asking;

    /// <summary>Asks about <paramref name="key"/>.</summary>
    public async Task<TAnswer> AskAsync(TKey key, CancellationToken cancellationToken)
    {
        Task<IReadOnlyDictionary<TKey, TAnswer>> answers;
        var first = false;
        lock (_gate)
        {
            _keys.Add(key);
            _next ??= new TaskCompletionSource<IReadOnlyDictionary<TKey, TAnswer>>(TaskCreationOptions.RunContinuationsAsynchronously);
            answers = _next.Task;
            if (!_asking)
                _asking = first = true;
        }
        if (first)
            _ = AskAllAsync();
        return (await answers.WaitAsync(cancellationToken))[key];
    }

    // Every failure reaches those who asked.
    private async Task AskAllAsync()
    {
        while (true)
        {
            HashSet<TKey> keys;
            TaskCompletionSource<IReadOnlyDictionary<TKey, TAnswer>> asked;
            lock (_gate)
            {
                if (_next is null)
                {
                    _asking = false;
                    return;
                }
                (keys, asked, _keys, _next) = (_keys, _next, [], null);
            }
            try
            {
                asked.SetResult(await ask(keys));
            }
            catch (Exception e)
            {
                asked.SetException(e);
                // Who has given up waiting does not want to know.
                _ = asked.Task.Exception;
            }
        }
    }
}

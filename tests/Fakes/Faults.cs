namespace OrleansLambda.Fakes;

/// <summary>
/// What goes wrong with a port, as a test wishes. Operations are named as the port's methods are:
/// <c>nameof(IWindowStore.TryWriteAsync)</c>. Safe for several threads.
/// </summary>
/// <remarks>
/// Faults that strike once are used up in the order in which they were set. <see cref="Before"/> and
/// <see cref="After"/> run on every operation, and may throw, delay or count.
/// </remarks>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<(string Operation, FaultMoment Moment, Func<Task> Strike)> _pending = [];
    private readonly List<(string Operation, Func<int, bool> Kept)> _parts = [];
    private readonly Dictionary<string, int> _calls = [];

    /// <summary>Runs before every operation has an effect, with its name.</summary>
    public Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Runs after every operation has taken effect, with its name.</summary>
    public Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>How often <paramref name="operation"/> was called, whatever became of it.</summary>
    public int Calls(string operation)
    {
        lock (_gate)
            return _calls.GetValueOrDefault(operation);
    }

    /// <summary>The next <paramref name="times"/> calls do nothing and throw <see cref="StoreUnavailableException"/>.</summary>
    public void FailNext(string operation, int times = 1) =>
        Add(operation, FaultMoment.Before, times, () => throw new StoreUnavailableException($"{operation} was made to fail."));

    /// <summary>The next <paramref name="times"/> calls do nothing and throw <see cref="OutcomeUnknownException"/>.</summary>
    public void LoseNextRequest(string operation, int times = 1) =>
        Add(operation, FaultMoment.Before, times, () => throw new OutcomeUnknownException($"The request of {operation} was made to get lost."));

    /// <summary>The next <paramref name="times"/> calls take effect and throw <see cref="OutcomeUnknownException"/>.</summary>
    public void LoseNextAnswer(string operation, int times = 1) =>
        Add(operation, FaultMoment.After, times, () => throw new OutcomeUnknownException($"The answer of {operation} was made to get lost."));

    /// <summary>
    /// The next <paramref name="times"/> calls take effect for those of their records alone whose place, from 0, is
    /// <paramref name="kept"/>, and throw <see cref="OutcomeUnknownException"/>. For appends to the log.
    /// </summary>
    public void LosePartOfNext(string operation, Func<int, bool> kept, int times = 1)
    {
        lock (_gate)
            _parts.AddRange(Enumerable.Repeat((operation, kept), times));
        LoseNextAnswer(operation, times);
    }

    /// <summary>The next call waits at <paramref name="moment"/> until the hold is released.</summary>
    public Hold HoldNext(string operation, FaultMoment moment)
    {
        var hold = new Hold();
        Add(operation, moment, 1, hold.WaitAsync);
        return hold;
    }

    /// <summary>Forgets all faults; what is held stays held.</summary>
    public void Clear()
    {
        Before = After = static _ => Task.CompletedTask;
        lock (_gate)
        {
            _pending.Clear();
            _parts.Clear();
        }
    }

    /// <summary>What of <paramref name="items"/> this call of <paramref name="operation"/> is to take effect for.</summary>
    internal IReadOnlyList<T> Keep<T>(string operation, IReadOnlyList<T> items)
    {
        lock (_gate)
        {
            var index = _parts.FindIndex(part => part.Operation == operation);
            if (index < 0)
                return items;
            var kept = _parts[index].Kept;
            _parts.RemoveAt(index);
            return [.. items.Where((_, place) => kept(place))];
        }
    }

    internal async Task StrikeAsync(string operation, FaultMoment moment)
    {
        await (moment == FaultMoment.Before ? Before : After)(operation);
        await Take(operation, moment)();
    }

    private void Add(string operation, FaultMoment moment, int times, Func<Task> strike)
    {
        lock (_gate)
            _pending.AddRange(Enumerable.Repeat((operation, moment, strike), times));
    }

    private Func<Task> Take(string operation, FaultMoment moment)
    {
        lock (_gate)
        {
            if (moment == FaultMoment.Before)
                _calls[operation] = _calls.GetValueOrDefault(operation) + 1;
            var index = _pending.FindIndex(fault => fault.Operation == operation && fault.Moment == moment);
            if (index < 0)
                return static () => Task.CompletedTask;
            var strike = _pending[index].Strike;
            _pending.RemoveAt(index);
            return strike;
        }
    }
}

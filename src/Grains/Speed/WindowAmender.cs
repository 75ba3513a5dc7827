namespace OrleansLambda.Grains.Speed;

/// <summary>
/// Counts late events: reads the rows of windows that are over, applies what came, and writes them, all windows of a
/// round at once. One round is under way at a time; what arrives meanwhile makes up the next, so that a window's events
/// from several partitions share a write. Thread-safe.
/// </summary>
/// <remarks>
/// A window's row says what is counted, and its version keeps writers apart: another silo, or a grain that is still
/// there, may write it too, and whoever comes second reads it and tries again. What an activation would add - state that
/// outlives the call, and an end to wait for - a window that is over has no use for.
/// </remarks>
public sealed class WindowAmender(WindowServices services)
{
    private const int MaxAttempts = 10;

    private readonly Lock _gate = new();
    private readonly RowCache _rows = new(services.MaxRowsInMemory);
    private Dictionary<TumblingWindow, Amendment> _next = [];
    private bool _running;

    /// <summary>Counts the events of <paramref name="batch"/> that were not counted yet; the same promise as <see cref="IWindowGrain.ApplyAsync"/>.</summary>
    /// <exception cref="WindowFencedException">Nothing is known to be counted; the same call, made again, will tell.</exception>
    public Task AmendAsync(WindowBatch batch)
    {
        lock (_gate)
        {
            if (!_next.TryGetValue(batch.Window, out var amendment))
                _next.Add(batch.Window, amendment = new Amendment(batch.Window));
            amendment.Batches.Add(batch);
            if (!_running)
                _ = Task.Run(RunAsync);
            _running = true;
            return amendment.Done.Task;
        }
    }

    private async Task RunAsync()
    {
        while (TakeRound() is { } round)
            await Task.WhenAll(round.Select(CompleteAsync));
    }

    private Dictionary<TumblingWindow, Amendment>.ValueCollection? TakeRound()
    {
        lock (_gate)
        {
            _running = _next.Count > 0;
            if (!_running)
                return null;
            var round = _next.Values;
            _next = [];
            return round;
        }
    }

    private async Task CompleteAsync(Amendment amendment)
    {
        try
        {
            await AmendAsync(amendment);
            amendment.Done.SetResult();
        }
        catch (Exception e)
        {
            Forget(amendment.Window);
            amendment.Done.SetException(e);
        }
    }

    private async Task AmendAsync(Amendment amendment)
    {
        // Whenever one writer comes too late, another has got on: they need no pause to come to an end.
        for (var attempt = 1; !await TryAmendAsync(amendment); attempt++)
        {
            Forget(amendment.Window);
            if (attempt == MaxAttempts)
                throw new WindowFencedException($"Window {amendment.Window} was written by another, {attempt} times in a row.");
        }
    }

    private async ValueTask<bool> TryAmendAsync(Amendment amendment)
    {
        var row = _rows.Find(amendment.Window) ?? await services.ReadRowAsync(amendment.Window);
        var state = row;
        foreach (var batch in amendment.Batches)
            state = state.Apply(batch);
        // What was counted before is durable: it stands in the row.
        if (!ReferenceEquals(state, row))
        {
            state = state.NextVersion(services.Clock.Watermark, services.AllowedLateness);
            if (!await TryWriteAsync(state))
                return false;
            _rows.Set(state);
            services.Feed.Publish(state.ToView());
        }
        Tell(amendment, state.Totals.Rides - row.Totals.Rides, state);
        return true;
    }

    private void Tell(Amendment amendment, long counted, WindowState state)
    {
        var duplicates = amendment.Batches.Sum(static batch => (long)batch.Events.Length) - counted;
        if (duplicates > 0)
            services.Metrics.Duplicate(duplicates);
        if (counted > 0)
            services.Metrics.Counted(counted, first: state.Version == 1);
    }

    // What is known of the row may be what another writer has passed by now.
    private void Forget(TumblingWindow window)
    {
        _rows.Remove(window);
        services.Metrics.FencedWrite();
    }

    private async Task<bool> TryWriteAsync(WindowState state)
    {
        try
        {
            return await services.Store.TryWriteAsync(state).WaitAsync(services.StoreTimeout, services.Time);
        }
        catch (Exception e)
        {
            throw new WindowFencedException($"Window {state.Window} could not be written, or it is not known whether it was.", e);
        }
    }

    private sealed class Amendment(TumblingWindow window)
    {
        public TumblingWindow Window { get; } = window;

        public List<WindowBatch> Batches { get; } = new(1);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

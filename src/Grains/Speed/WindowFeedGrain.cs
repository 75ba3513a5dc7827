namespace OrleansLambda.Grains.Speed;

/// <summary>Holds the latest changes in a ring. A life of the grain is an epoch: its numbers mean nothing to the next one.</summary>
public sealed class WindowFeedGrain(TimeProvider time) : Grain, IWindowFeedGrain
{
    private readonly WindowView[] _ring = new WindowView[IWindowFeedGrain.Capacity];
    private long _epoch;
    private long _last; // The number of the last change; changes are numbered from 1.
    private long _lost; // Readers that stand before this number have missed something.

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _epoch = time.GetUtcNow().UtcTicks;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PublishAsync(Immutable<WindowView[]> changes, bool complete)
    {
        if (!complete)
            _lost = _last + 1;
        foreach (ref readonly var change in changes.Value.AsSpan())
            _ring[_last++ % _ring.Length] = change;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<WindowFeedPage> ReadAsync(WindowFeedCursor? cursor, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (cursor is not { } seen)
            return Task.FromResult(new WindowFeedPage([], Now, Missed: false));
        var missed = seen.Epoch != _epoch || seen.Number > _last || seen.Number < _last - _ring.Length || seen.Number < _lost;
        if (missed)
            return Task.FromResult(new WindowFeedPage([], Now, Missed: true));
        var changes = new WindowView[Math.Min(limit, _last - seen.Number)];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = _ring[(seen.Number + i) % _ring.Length];
        return Task.FromResult(new WindowFeedPage(changes, seen with { Number = seen.Number + changes.Length }, Missed: false));
    }

    private WindowFeedCursor Now => new(_epoch, _last);
}

namespace OrleansLambda.Fakes;

/// <summary>The speed view in memory.</summary>
public sealed class InMemoryWindowStore(InMemoryDisk disk) : InMemoryPort(disk), IWindowStore
{
    /// <inheritdoc/>
    public Task<WindowState?> ReadAsync(TumblingWindow window, CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Windows.GetValueOrDefault(window.Number), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(WindowState state, CancellationToken cancellationToken = default) =>
        DoAsync(
            () =>
            {
                var stored = Disk.Windows.GetValueOrDefault(state.Window.Number)?.Version ?? 0;
                if (stored != state.Version - 1)
                    return false;
                Disk.Windows[state.Window.Number] = state;
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WindowState>> RangeAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return DoAsync<IReadOnlyList<WindowState>>(() => [.. Between(from, to).Take(limit)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WindowState>> LatestAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return DoAsync<IReadOnlyList<WindowState>>(
            () => [.. Disk.Windows.Values.Reverse().Where(state => state.Window.Start < before).Take(limit)],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TumblingWindow>> OpenAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return DoAsync<IReadOnlyList<TumblingWindow>>(
            () => [.. Disk.Windows.Values.Where(state => !state.Final && state.Window.End <= time).Take(limit).Select(state => state.Window)],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TripTotals>> SumAsync(IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken = default) =>
        DoAsync<IReadOnlyList<TripTotals>>(
            () => [.. ranges.Select(range => Between(range.From, range.To).Aggregate(TripTotals.Zero, (sum, state) => sum.Merge(state.Totals)))],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> DatesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default) =>
        DoAsync<IReadOnlyList<DateOnly>>(
            () => [.. Disk.Windows.Values.Select(state => DateOnly.FromDateTime(state.Window.Start.UtcDateTime)).Where(date => date >= from && date <= to).Distinct()],
            cancellationToken);

    private IEnumerable<WindowState> Between(DateTimeOffset from, DateTimeOffset to) =>
        Disk.Windows.Values.Where(state => state.Window.Start >= from && state.Window.Start < to);
}

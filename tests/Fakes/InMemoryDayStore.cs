namespace OrleansLambda.Fakes;

/// <summary>The batch view in memory.</summary>
public sealed class InMemoryDayStore(InMemoryDisk disk) : InMemoryPort(disk), IDayStore
{
    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<DayState> days, CancellationToken cancellationToken = default)
    {
        if (days.DistinctBy(day => day.Date).Count() != days.Count)
            throw new ArgumentException("A date stands twice among the days to write.", nameof(days));
        return DoAsync(
            () =>
            {
                foreach (var day in days)
                    if (!Disk.Days.TryGetValue(day.Date, out var stored) || stored.Epoch <= day.Epoch)
                        Disk.Days[day.Date] = day;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DayState?> ReadAsync(DateOnly date, CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Days.GetValueOrDefault(date), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DayState>> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return DoAsync<IReadOnlyList<DayState>>(
            () => [.. Disk.Days.Values.Where(day => day.Date >= from && day.Date <= to).Take(limit)],
            cancellationToken);
    }
}

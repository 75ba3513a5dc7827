using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ports;

/// <summary>The batch view: one row a day, replaced whole by each recompute, but never by that of an earlier run.</summary>
/// <remarks>
/// Failure and cancellation are as in <see cref="IEventLog"/>; writing again is always safe. Times are kept to the
/// microsecond.
/// </remarks>
public interface IDayStore
{
    /// <summary>
    /// Writes the days, all or none, replacing rows of the same dates, and returns once they are durable. A row of a higher
    /// <see cref="DayState.Epoch"/> stays as it is, and nothing tells so: who wrote it goes on with the work.
    /// </summary>
    /// <exception cref="ArgumentException">A date stands twice among the days; none was written.</exception>
    Task WriteAsync(IReadOnlyList<DayState> days, CancellationToken cancellationToken = default);

    /// <summary>The row of <paramref name="date"/>, or null.</summary>
    Task<DayState?> ReadAsync(DateOnly date, CancellationToken cancellationToken = default);

    /// <summary>The rows with dates in [<paramref name="from"/>, <paramref name="to"/>], ascending, at most <paramref name="limit"/>; none where the bounds are crossed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    Task<IReadOnlyList<DayState>> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default);
}

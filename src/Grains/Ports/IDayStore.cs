using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ports;

/// <summary>The batch view: one row a day, replaced whole by each recompute.</summary>
/// <remarks>Failure is told apart as in <see cref="IEventLog"/>; writing again is always safe.</remarks>
public interface IDayStore
{
    /// <summary>Writes the days, all or none, replacing rows of the same dates.</summary>
    Task WriteAsync(IReadOnlyList<DayState> days, CancellationToken cancellationToken = default);

    /// <summary>The row of <paramref name="date"/>, or null.</summary>
    Task<DayState?> ReadAsync(DateOnly date, CancellationToken cancellationToken = default);

    /// <summary>The rows with dates in [<paramref name="from"/>, <paramref name="to"/>], ascending, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<DayState>> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default);
}

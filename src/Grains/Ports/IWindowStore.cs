using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Grains.Ports;

/// <summary>
/// The speed view: one row a window, written whole, fenced by its version. Two writers of one window cannot both win,
/// whoever they believe to be.
/// </summary>
/// <remarks>
/// Failure and cancellation are as in <see cref="IEventLog"/>. Limits are at least 1, else
/// <see cref="ArgumentOutOfRangeException"/>. Bounds may be any instants and dates; where they are crossed, the range is
/// empty. Totals have at most six fractional digits.
/// </remarks>
public interface IWindowStore
{
    /// <summary>The row of <paramref name="window"/>, or null where none was ever written. Concurrent reads may share one trip to the store.</summary>
    Task<WindowState?> ReadAsync(TumblingWindow window, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes <paramref name="state"/> if the stored version is one less than its own; a window without a row has
    /// version 0. Returns once the row is durable. Concurrent writes of different windows share one trip to the store;
    /// waits while the queue of writes is full.
    /// </summary>
    /// <returns>False, and nothing is written, when the stored version is any other.</returns>
    Task<bool> TryWriteAsync(WindowState state, CancellationToken cancellationToken = default);

    /// <summary>Up to <paramref name="limit"/> rows whose windows start in [<paramref name="from"/>, <paramref name="to"/>), ascending.</summary>
    Task<IReadOnlyList<WindowState>> RangeAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default);

    /// <summary>The latest <paramref name="limit"/> rows whose windows start before <paramref name="before"/>, descending.</summary>
    Task<IReadOnlyList<WindowState>> LatestAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default);

    /// <summary>Up to <paramref name="limit"/> windows that are not final and end at or before <paramref name="time"/>, ascending.</summary>
    Task<IReadOnlyList<TumblingWindow>> OpenAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default);

    /// <summary>The totals of the windows that start in each of <paramref name="ranges"/>, one for each, in their order.</summary>
    Task<IReadOnlyList<TripTotals>> SumAsync(IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken = default);

    /// <summary>The UTC dates within [<paramref name="from"/>, <paramref name="to"/>] on which any window starts, ascending.</summary>
    Task<IReadOnlyList<DateOnly>> DatesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default);
}

using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ports;

/// <summary>The master dataset: trips as their datasets hold them, never changed, each once.</summary>
/// <remarks>
/// Failure and cancellation are as in <see cref="IEventLog"/>; appending again is always safe. A trip comes back as it
/// was given, its extras to the character. Where the bounds of dates are crossed, the range is empty.
/// </remarks>
public interface ITripStore
{
    /// <summary>
    /// Adds the trips whose <see cref="Trip.Id"/> the store does not hold yet, all or none, and returns once they are
    /// durable. Waits while the queue of writes is full.
    /// </summary>
    /// <param name="trips">At most <see cref="MaxChunk"/> trips, each ordinal higher than the one before; none is allowed too. Never changed from here on.</param>
    /// <param name="cancellationToken">Gives up waiting; the trips may be added all the same.</param>
    /// <returns>How many were added; the others were there already.</returns>
    /// <exception cref="ArgumentException">Too many trips, or their ordinals do not rise; none was added.</exception>
    Task<int> AppendAsync(IReadOnlyList<Trip> trips, CancellationToken cancellationToken = default);

    /// <summary>How many trips one call to <see cref="AppendAsync"/> takes.</summary>
    const int MaxChunk = 131_072;

    /// <summary>What <see cref="AppendAsync"/> refuses, whatever keeps the trips.</summary>
    /// <exception cref="ArgumentException">Too many trips, or their ordinals do not rise.</exception>
    static void CheckChunk(IReadOnlyList<Trip> trips)
    {
        if (trips.Count > MaxChunk)
            throw new ArgumentException($"{trips.Count} trips are more than the {MaxChunk} of one call.", nameof(trips));
        for (var i = 1; i < trips.Count; i++)
            if (trips[i].Id.Ordinal <= trips[i - 1].Id.Ordinal)
                throw new ArgumentException($"Trip {trips[i].Id} does not rise above {trips[i - 1].Id}.", nameof(trips));
    }

    /// <summary>How many trips there are.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>The trip with that id, or null.</summary>
    Task<Trip?> ReadAsync(TripId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// The trips picked up on dates in [<paramref name="from"/>, <paramref name="to"/>], each once, in chunks of
    /// at most <see cref="MaxChunk"/>, in no particular order; trips that are added meanwhile may be missing. Up to
    /// <paramref name="parallelism"/> parts of the range are read at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is below 1.</exception>
    IAsyncEnumerable<IReadOnlyList<Trip>> ScanAsync(DateOnly from, DateOnly to, int parallelism, CancellationToken cancellationToken = default);

    /// <summary>
    /// The totals of each date in [<paramref name="from"/>, <paramref name="to"/>] that has trips: what
    /// <see cref="ScanAsync"/> merged by date would give, computed where the trips are.
    /// </summary>
    Task<IReadOnlyDictionary<DateOnly, TripTotals>> TotalsByDateAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default);
}

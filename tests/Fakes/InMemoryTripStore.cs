using System.Runtime.CompilerServices;

namespace OrleansLambda.Fakes;

/// <summary>The master dataset in memory. It reads one part of a range after the other, whatever parallelism it is allowed.</summary>
public sealed class InMemoryTripStore(InMemoryDisk disk) : InMemoryPort(disk), ITripStore
{
    private const int ScanChunk = 8_192;

    /// <inheritdoc/>
    public Task<int> AppendAsync(IReadOnlyList<Trip> trips, CancellationToken cancellationToken = default)
    {
        ITripStore.CheckChunk(trips);
        return DoAsync(() => trips.Count(Add), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Trips.Values.Sum(day => (long)day.Count), cancellationToken);

    /// <inheritdoc/>
    public Task<Trip?> ReadAsync(TripId id, CancellationToken cancellationToken = default) =>
        DoAsync<Trip?>(
            () => Disk.Trips.TryGetValue(DateOnly.FromDateTime(id.PickupAt), out var day) && day.TryGetValue(id, out var trip) ? trip : null, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<Trip>> ScanAsync(
        DateOnly from, DateOnly to, int parallelism, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        var trips = await DoAsync<Trip[]>(() => [.. Between(from, to).SelectMany(day => day.Value.Values)], cancellationToken, nameof(ScanAsync));
        foreach (var chunk in trips.Chunk(ScanChunk))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return chunk;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<DateOnly, TripTotals>> TotalsByDateAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default) =>
        DoAsync<IReadOnlyDictionary<DateOnly, TripTotals>>(
            () => Between(from, to).ToDictionary(
                day => day.Key,
                day => day.Value.Values.Aggregate(TripTotals.Zero, (sum, trip) => sum.Merge(trip.Totals))),
            cancellationToken);

    private bool Add(Trip trip)
    {
        if (!Disk.Trips.TryGetValue(trip.Date, out var day))
            Disk.Trips[trip.Date] = day = [];
        return day.TryAdd(trip.Id, trip);
    }

    private IEnumerable<KeyValuePair<DateOnly, Dictionary<TripId, Trip>>> Between(DateOnly from, DateOnly to) =>
        Disk.Trips.Where(day => day.Key >= from && day.Key <= to);
}

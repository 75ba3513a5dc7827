using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.DuckDb.Database;

namespace OrleansLambda.Storage.DuckDb.Trips;

/// <summary>Trips to add, those that are there already left out.</summary>
internal sealed class AppendTrips(IReadOnlyList<Trip> trips) : WriteRequest<int>
{
    // The trips are the caller's memory, and stay it; what counts here is DuckDB's copy.
    private const long BytesPerTrip = 128;

    /// <inheritdoc/>
    public override long Weight => WeightOf(trips.Count);

    /// <summary>What so many trips weigh.</summary>
    public static long WeightOf(int trips) => trips * BytesPerTrip;

    /// <inheritdoc/>
    public override void AddTo(Session session) => Answer = session.Trips.Append(trips);
}

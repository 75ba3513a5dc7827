namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// What a set of rides adds up to: the one aggregation type of the speed layer and the batch layer. Sums are exact,
/// and <see cref="Merge"/> is commutative and associative with <see cref="Zero"/> as its identity, so the order and
/// the grouping in which rides arrive make no difference.
/// </summary>
/// <param name="Rides">How many rides, at least zero.</param>
/// <param name="TotalAmount">Dollars charged; refunds make it smaller.</param>
/// <param name="FareAmount">Dollars of metered fare.</param>
/// <param name="TipAmount">Dollars of tip.</param>
/// <param name="TripDistance">Miles.</param>
/// <param name="PassengerCount">Passengers, of the rides that tell.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.TripTotals")]
public readonly record struct TripTotals(
    [property: Id(0)] long Rides,
    [property: Id(1)] decimal TotalAmount,
    [property: Id(2)] decimal FareAmount,
    [property: Id(3)] decimal TipAmount,
    [property: Id(4)] decimal TripDistance,
    [property: Id(5)] long PassengerCount)
{
    /// <summary>No rides: merging it changes nothing.</summary>
    public static readonly TripTotals Zero;

    /// <summary>The totals of both sets of rides together.</summary>
    /// <exception cref="OverflowException">A sum leaves the range of its type.</exception>
    public TripTotals Merge(in TripTotals other) => new(
        checked(Rides + other.Rides),
        TotalAmount + other.TotalAmount,
        FareAmount + other.FareAmount,
        TipAmount + other.TipAmount,
        TripDistance + other.TripDistance,
        checked(PassengerCount + other.PassengerCount));

    /// <summary>The totals of one ride. What the ride does not tell counts as nothing.</summary>
    public static TripTotals OfRide(
        Micros? totalAmount = null,
        Micros? fareAmount = null,
        Micros? tipAmount = null,
        Micros? tripDistance = null,
        int? passengerCount = null) => new(
            1,
            totalAmount?.ToDecimal() ?? 0,
            fareAmount?.ToDecimal() ?? 0,
            tipAmount?.ToDecimal() ?? 0,
            tripDistance?.ToDecimal() ?? 0,
            passengerCount ?? 0);
}

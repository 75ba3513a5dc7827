namespace OrleansLambda.Grains.Abstractions;

/// <summary>What one ride adds up to, in half the room that totals take. What the ride does not tell counts as nothing.</summary>
/// <param name="TotalAmount">Dollars charged; negative for a refund.</param>
/// <param name="FareAmount">Dollars of metered fare.</param>
/// <param name="TipAmount">Dollars of tip.</param>
/// <param name="TripDistance">Miles.</param>
/// <param name="PassengerCount">Passengers.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.Ride")]
public readonly record struct Ride(
    [property: Id(0)] Micros TotalAmount,
    [property: Id(1)] Micros FareAmount,
    [property: Id(2)] Micros TipAmount,
    [property: Id(3)] Micros TripDistance,
    [property: Id(4)] int PassengerCount)
{
    /// <summary>The ride as totals.</summary>
    public TripTotals Totals => new(
        1, TotalAmount.ToDecimal(), FareAmount.ToDecimal(), TipAmount.ToDecimal(), TripDistance.ToDecimal(), PassengerCount);
}

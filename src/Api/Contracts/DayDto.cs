namespace OrleansLambda.Api.Contracts;

/// <summary>A day.</summary>
internal sealed record DayDto(
    DateOnly Date,
    long Rides,
    decimal TotalAmount,
    decimal FareAmount,
    decimal TipAmount,
    decimal TripDistance,
    long PassengerCount,
    string Source);

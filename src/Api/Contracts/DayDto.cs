using OrleansLambda.Grains.Serving;

namespace OrleansLambda.Api.Contracts;

/// <summary>A day, and which view it comes from.</summary>
internal sealed record DayDto(
    DateOnly Date,
    long Rides,
    decimal TotalAmount,
    decimal FareAmount,
    decimal TipAmount,
    decimal TripDistance,
    long PassengerCount,
    string Source)
{
    public static DayDto From(DayView day) => new(
        day.Date,
        day.Totals.Rides,
        day.Totals.TotalAmount,
        day.Totals.FareAmount,
        day.Totals.TipAmount,
        day.Totals.TripDistance,
        day.Totals.PassengerCount,
        Words.Of(day.Source));
}

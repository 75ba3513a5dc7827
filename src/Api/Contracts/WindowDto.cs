using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Api.Contracts;

/// <summary>A window.</summary>
internal sealed record WindowDto(
    DateTimeOffset WindowStart,
    DateTimeOffset WindowEnd,
    long Count,
    long Version,
    bool Final,
    bool Amended,
    decimal TotalAmount,
    decimal FareAmount,
    decimal TipAmount,
    decimal TripDistance,
    long PassengerCount)
{
    public static WindowDto From(WindowView view) => new(
        view.Window.Start,
        view.Window.End,
        view.Totals.Rides,
        view.Version,
        view.Final,
        view.Amended,
        view.Totals.TotalAmount,
        view.Totals.FareAmount,
        view.Totals.TipAmount,
        view.Totals.TripDistance,
        view.Totals.PassengerCount);

    public static WindowDto From(WindowState state) =>
        From(new WindowView(state.Window, state.Totals, state.Version, state.Final, state.Amended));
}

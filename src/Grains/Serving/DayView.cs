namespace OrleansLambda.Grains.Serving;

/// <summary>A day as the serving layer answers it.</summary>
/// <param name="Date">The date.</param>
/// <param name="Totals">What its rides add up to; at least one ride.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record DayView(DateOnly Date, TripTotals Totals, DaySource Source);

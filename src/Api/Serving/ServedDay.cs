namespace OrleansLambda.Api.Serving;

/// <summary>A day's totals, and which view they come from.</summary>
public sealed record ServedDay(DateOnly Date, TripTotals Totals, bool FromBatch);

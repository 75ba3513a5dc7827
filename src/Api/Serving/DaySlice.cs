namespace OrleansLambda.Api.Serving;

/// <summary>Days of one moment's view.</summary>
/// <param name="Days">The days, ascending.</param>
/// <param name="Boundary">The first date that is served from the speed view; null while all are.</param>
public sealed record DaySlice(IReadOnlyList<ServedDay> Days, DateOnly? Boundary);

namespace OrleansLambda.Grains.Serving;

/// <summary>Days in the order of their dates.</summary>
/// <param name="Days">The days that have rides.</param>
/// <param name="Boundary">The first date that the batch layer has not come to yet; null before its first run.</param>
/// <param name="Next">The date to go on from; null when these are all.</param>
public sealed record DayPage(IReadOnlyList<DayView> Days, DateOnly? Boundary, DateOnly? Next);

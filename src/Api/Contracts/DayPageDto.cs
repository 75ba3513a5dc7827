namespace OrleansLambda.Api.Contracts;

/// <summary>Days, ascending, and the first date that the batch layer has not come to yet.</summary>
internal sealed record DayPageDto(IReadOnlyList<DayDto> Days, DateOnly? Boundary, string? NextCursor);

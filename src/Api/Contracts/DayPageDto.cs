namespace OrleansLambda.Api.Contracts;

/// <summary>Days, ascending. Those before the boundary come from the batch view, the others from the speed view.</summary>
internal sealed record DayPageDto(IReadOnlyList<DayDto> Days, DateOnly? Boundary, string? NextCursor);

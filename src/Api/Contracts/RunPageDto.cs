namespace OrleansLambda.Api.Contracts;

/// <summary>Runs, the latest first.</summary>
internal sealed record RunPageDto(IReadOnlyList<RunDto> Runs, string? NextCursor);

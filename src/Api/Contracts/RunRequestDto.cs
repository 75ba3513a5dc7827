namespace OrleansLambda.Api.Contracts;

/// <summary>Which days a run recomputes besides those that have something new.</summary>
internal sealed record RunRequestDto(string? From, string? To);

namespace OrleansLambda.Api.Contracts;

/// <summary>Windows in the order that was asked for.</summary>
internal sealed record WindowPageDto(IReadOnlyList<WindowDto> Windows, string? NextCursor);

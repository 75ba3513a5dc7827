namespace OrleansLambda.Api.Contracts;

/// <summary>Imports, the latest first.</summary>
internal sealed record ImportPageDto(IReadOnlyList<ImportDto> Imports, string? NextCursor);

namespace OrleansLambda.Api.Contracts;

/// <summary>All is well.</summary>
internal sealed record HealthDto(bool Ok);

namespace OrleansLambda.Api.Contracts;

/// <summary>An event that was not taken: its place among the post's events, from 0, and why.</summary>
internal sealed record RejectionDto(int Index, string Reason);

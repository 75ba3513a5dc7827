namespace OrleansLambda.Api.Intake;

/// <summary>Where an event lies in a body, or why what is there is none.</summary>
/// <param name="Start">The event's first byte.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Refusal">Set when the place of an event holds something whose end cannot be told.</param>
internal readonly record struct EventSlice(int Start, int Length, string? Refusal = null);

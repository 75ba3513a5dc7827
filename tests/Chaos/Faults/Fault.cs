namespace OrleansLambda.Chaos.Faults;

/// <summary>A fault that is to happen.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Silo">To which silo, by its number; to the next one where this one is struck already.</param>
/// <param name="Alone">Whether everything is well again before it happens. Otherwise it may meet what those before it have left.</param>
/// <param name="Pause">How long after the one before it, where not alone.</param>
/// <param name="Lasts">How long until what was struck is started again, or let go.</param>
internal sealed record Fault(FaultKind Kind, int Silo, bool Alone, TimeSpan Pause, TimeSpan Lasts);

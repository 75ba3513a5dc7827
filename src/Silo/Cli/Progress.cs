namespace OrleansLambda.Silo.Cli;

/// <summary>How far a piece of work is.</summary>
/// <param name="Count">What is done.</param>
/// <param name="Unit">Of what, as in <c>trips</c>.</param>
/// <param name="Done">How much of it all, from 0 to 1.</param>
/// <param name="PerSecond">At what rate.</param>
/// <param name="Eta">How long it will still take, where that can be told.</param>
/// <param name="Complete">Nothing is left to do.</param>
public sealed record Progress(long Count, string Unit, double Done, double PerSecond, TimeSpan? Eta, bool Complete);

namespace OrleansLambda.Silo.Hosting.Starting;

/// <summary>Servers did not answer in the time that a start waits for them. The message has a sentence for each.</summary>
public sealed class DependencyException(string message) : Exception(message);

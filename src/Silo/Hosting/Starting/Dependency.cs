namespace OrleansLambda.Silo.Hosting.Starting;

/// <summary>A server that the process cannot work without.</summary>
/// <param name="Name">What it is to the system, as readiness names it: <c>cluster</c>, <c>log</c> or <c>store</c>.</param>
/// <param name="What">What it is, where, and which setting says so: <c>Redis at localhost:6379 (Cluster:Redis)</c>.</param>
/// <param name="AskAsync">Returns when it answers, and throws when it does not.</param>
/// <param name="Why">What is known of why it does not answer, or null.</param>
public sealed record Dependency(string Name, string What, Func<CancellationToken, Task> AskAsync, Func<string?>? Why = null);

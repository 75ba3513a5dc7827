namespace OrleansLambda.Api.Endpoints;

/// <summary>What a host has to say about readiness beside what the API asks itself.</summary>
public interface IReadinessCheck
{
    /// <summary>
    /// What is wrong, in a sentence each, by what it concerns; empty when nothing is. What has not answered within
    /// <paramref name="limit"/> is wrong, too.
    /// </summary>
    Task<IReadOnlyDictionary<string, string>> CheckAsync(TimeSpan limit, CancellationToken cancellationToken);
}

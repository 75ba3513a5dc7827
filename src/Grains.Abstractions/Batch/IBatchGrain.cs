namespace OrleansLambda.Grains.Abstractions;

/// <summary>Recomputes the batch view, one run at a time. One grain, key 0.</summary>
[Alias("OrleansLambda.IBatchGrain")]
public interface IBatchGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Recomputes the days that have something new, and those in [<paramref name="from"/>, <paramref name="to"/>] where
    /// given. Returns when the run has ended; waits for one that is under way.
    /// </summary>
    [Alias("RunAsync")]
    Task<RunStatus> RunAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null);

    /// <summary>The runs, the latest first, at most <paramref name="limit"/>, those before run <paramref name="cursor"/> where given.</summary>
    [Alias("ListAsync")]
    [AlwaysInterleave]
    Task<RunStatus[]> ListAsync(string? cursor, int limit);

    /// <summary>
    /// The first date that the batch layer has not come to yet. Days before it are served from the batch view; null
    /// before the first run.
    /// </summary>
    [Alias("GetBoundaryAsync")]
    [AlwaysInterleave]
    Task<DateOnly?> GetBoundaryAsync();
}

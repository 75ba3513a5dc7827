namespace OrleansLambda.Grains.Abstractions;

/// <summary>Recomputes the batch view, one run at a time. One grain, key 0.</summary>
[Alias("OrleansLambda.IBatchGrain")]
public interface IBatchGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Recomputes the days that have something new, and those in [<paramref name="from"/>, <paramref name="to"/>] where
    /// given; of one date alone, that day. Returns when the run has ended, failed or not. Callers that come while a run
    /// is under way share the next one.
    /// </summary>
    /// <exception cref="ArgumentException">The dates are crossed, or are more than the settings allow.</exception>
    [Alias("RunAsync")]
    [ResponseTimeout("12:00:00")]
    Task<RunStatus> RunAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null);

    /// <summary>
    /// As <see cref="RunAsync"/>, but returns as soon as the run that will do the work is entered in the history: it stands as running
    /// from then on. Once this has returned the work is done, whatever becomes of the silo, unless the batch layer is switched off.
    /// </summary>
    /// <exception cref="ArgumentException">The dates are crossed, or are more than the settings allow.</exception>
    [Alias("StartAsync")]
    Task<RunStatus> StartAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null);

    /// <summary>The run of that id, or null.</summary>
    [Alias("GetAsync")]
    [AlwaysInterleave]
    Task<RunStatus?> GetAsync(string id);

    /// <summary>The runs, the latest first, at most <paramref name="limit"/> (1 to 1,000), those before run <paramref name="cursor"/> where given.</summary>
    /// <exception cref="ArgumentException">The limit is out of range.</exception>
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

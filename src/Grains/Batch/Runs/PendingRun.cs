namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>A run that somebody waits for, and that others may join until it begins.</summary>
/// <param name="entry">Its entry in the history; it begins once that is made.</param>
internal sealed class PendingRun(Task<Stored<RunStatus>> entry)
{
    private readonly TaskCompletionSource<RunStatus> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The entry in the history.</summary>
    public Task<Stored<RunStatus>> Entry { get; } = entry;

    /// <summary>The days that those who wait asked for.</summary>
    public DateSet Requested { get; private set; } = DateSet.Empty;

    /// <summary>Completes with the run.</summary>
    public Task<RunStatus> Ended => _ended.Task;

    /// <summary>Somebody joins, who asks for these days.</summary>
    public void Join(DateSet requested) => Requested = Requested.Union(requested);

    public void Complete(RunStatus status) => _ended.TrySetResult(status);

    public void Fail(Exception exception) => _ended.TrySetException(exception);
}

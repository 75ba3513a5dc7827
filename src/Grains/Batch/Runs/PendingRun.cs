namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>A run that somebody waits for, and that others may join until it begins.</summary>
internal sealed class PendingRun(RunTrigger trigger)
{
    private readonly TaskCompletionSource<RunStatus> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the first caller came for.</summary>
    public RunTrigger Trigger { get; } = trigger;

    /// <summary>Completes with the run.</summary>
    public Task<RunStatus> Ended => _ended.Task;

    public void Complete(RunStatus status) => _ended.TrySetResult(status);

    public void Fail(Exception exception) => _ended.TrySetException(exception);
}

namespace OrleansLambda.Fakes;

/// <summary>Stops one operation where it stands until the test lets it go on.</summary>
public sealed class Hold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when an operation has come to the hold.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the operation go on; also one that is still to come.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Ends the operation with <paramref name="exception"/>.</summary>
    public void Fail(Exception exception) => _released.TrySetException(exception);

    internal Task WaitAsync()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}

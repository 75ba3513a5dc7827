namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>
/// One call's write, on its way through the queue. It is added to a transaction on the write loop's thread - again to
/// another one, when the first was rolled back - and then either completed or failed, once.
/// </summary>
internal abstract class WriteRequest
{
    /// <summary>Roughly how much memory it holds, in bytes.</summary>
    public abstract long Weight { get; }

    /// <summary>Adds the write to a session's transaction, and keeps what to answer.</summary>
    public abstract void AddTo(Session session);

    /// <summary>Answers: the write is durable.</summary>
    public abstract void Complete();

    /// <summary>Answers that the write failed.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>A write with an answer.</summary>
internal abstract class WriteRequest<T> : WriteRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, or the failure.</summary>
    public Task<T> Done => _done.Task;

    /// <summary>What the answer will be if the transaction commits.</summary>
    protected T Answer { get; set; } = default!;

    /// <inheritdoc/>
    public override void Complete() => _done.TrySetResult(Answer);

    /// <inheritdoc/>
    public override void Fail(Exception exception) => _done.TrySetException(exception);
}

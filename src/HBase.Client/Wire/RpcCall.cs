namespace OrleansLambda.HBase.Client.Wire;

/// <summary>
/// A call under way. It is sent at most once and ends exactly once: with its answer, with a fault of the connection, or
/// given up by who waits for it. Whether any byte of it may have reached the server is known at each moment.
/// </summary>
internal sealed class RpcCall(int id, RpcRequest request, TimeSpan timeout)
{
    private const int Waiting = 0;
    private const int Sent = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<RpcResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>The number that the answer will bear.</summary>
    public int Id { get; } = id;

    /// <summary>What is asked.</summary>
    public RpcRequest Request { get; } = request;

    /// <summary>How long the answer is of use, which the server is told.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>The answer.</summary>
    public Task<RpcResponse> Answer => _answer.Task;

    /// <summary>Whether the server may have got it.</summary>
    public bool MayHaveArrived => Volatile.Read(ref _state) == Sent;

    /// <summary>Says that its bytes are about to go out. False: it was given up before, and must not be sent.</summary>
    public bool TrySend() => Interlocked.CompareExchange(ref _state, Sent, Waiting) == Waiting;

    /// <summary>Ends it with an answer. False: it has ended already, and the answer is the caller's to dispose.</summary>
    public bool TryAnswer(RpcResponse response) => _answer.TrySetResult(response);

    /// <summary>Ends it with a fault that tells whether it may have arrived. False: it has ended already.</summary>
    public bool TryFail(Func<bool, Exception> fault)
    {
        if (_answer.Task.IsCompleted)
            return false;
        var arrived = Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Sent;
        return _answer.TrySetException(fault(arrived));
    }
}

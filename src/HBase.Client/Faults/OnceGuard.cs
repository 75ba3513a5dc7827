namespace OrleansLambda.HBase.Client.Faults;

/// <summary>
/// Sees to it that a change is made once though it may be sent more than once. After an attempt that may have done it, it may
/// only be repeated to the very process that got it: that one knows it by its nonce.
/// </summary>
/// <remarks>
/// HBase keeps nonces by server, in memory, for half an hour unless set otherwise. A region that moves leaves them behind;
/// where a server dies, its log brings back those of changes that were not flushed yet, and only those. So any other process,
/// one that has taken the dead one's port included, would do it again.
/// </remarks>
internal sealed class OnceGuard(TimeProvider time)
{
    // HBase itself warns of keeping nonces for less than a minute.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private string? _asked;
    private string? _doubtful;
    private long _since;

    /// <summary>The change's number, the same in each attempt.</summary>
    public ulong Nonce { get; } = Wire.Nonce.Next();

    /// <summary>Whether an attempt may have done it.</summary>
    public bool InDoubt => _doubtful is not null;

    /// <summary>Says that it is about to be sent with its nonce.</summary>
    /// <param name="process">The process that will get it; null where that is not known.</param>
    /// <exception cref="HBaseOutcomeUnknownException">It must not be sent there: another process may have done it, or this one may have forgotten.</exception>
    public void Begin(string? process)
    {
        if (InDoubt && (process != _doubtful || time.GetElapsedTime(_since) > Limit))
            throw new HBaseOutcomeUnknownException($"Whether it was done is not known: {_doubtful} got it, and did not answer; {process ?? "another server"} could not tell.");
        _asked = process;
    }

    /// <summary>Says that the attempt may have done it. False: it must not be repeated.</summary>
    public bool Doubt()
    {
        if (_asked is null)
            return false;
        if (!InDoubt)
            (_doubtful, _since) = (_asked, time.GetTimestamp());
        return true;
    }
}

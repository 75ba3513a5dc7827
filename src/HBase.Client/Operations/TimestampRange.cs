namespace OrleansLambda.HBase.Client;

/// <summary>The timestamps from <paramref name="From"/>, at least 0, up to, not including, <paramref name="To"/>, no less than it.</summary>
public readonly record struct TimestampRange(long From, long To)
{
    /// <exception cref="ArgumentOutOfRangeException">It begins below 0, or ends before it begins.</exception>
    internal void ThrowIfWrong()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(From);
        ArgumentOutOfRangeException.ThrowIfLessThan(To, From);
    }

    internal Proto.TimeRange ToProto() => new() { From = (ulong)From, To = (ulong)To };
}

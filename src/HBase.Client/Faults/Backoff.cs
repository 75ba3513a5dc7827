namespace OrleansLambda.HBase.Client.Faults;

/// <summary>How long to wait before the next attempt: twice as long each time, up to a limit.</summary>
internal readonly record struct Backoff(TimeSpan First, TimeSpan Max)
{
    /// <summary>The wait after so many failures; the first has the number 1. No two clients that count alike wait alike.</summary>
    /// <param name="failures">How many there were.</param>
    /// <param name="salt">Spreads the waits of those that failed at once over a quarter more.</param>
    public TimeSpan After(int failures, int salt)
    {
        var wait = Math.Min(Max.Ticks, First.Ticks * Math.Pow(2, Math.Min(failures - 1, 30)));
        var spread = (uint)HashCode.Combine(failures, salt) / (double)uint.MaxValue;
        return TimeSpan.FromTicks((long)(wait * (1 + (spread / 4))));
    }
}

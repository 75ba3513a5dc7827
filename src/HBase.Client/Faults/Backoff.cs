using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Faults;

/// <summary>How long to wait before the next attempt: twice as long each time, up to a limit.</summary>
internal readonly record struct Backoff(TimeSpan First, TimeSpan Max)
{
    /// <summary>The waits that a fault calls for: longer than else where the server has too much to do, and what it says where it keeps to a quota.</summary>
    public static Backoff Of(Exception? fault, HBaseOptions options) => (fault as RemoteException ?? fault?.InnerException as RemoteException) switch
    {
        { QuotaWait: { } wait } => Of(wait > options.FirstDelay ? wait : options.FirstDelay, TimeSpan.Zero),
        { Overloaded: true } => Of(options.OverloadedDelay, options.MaxDelay),
        _ => Of(options.FirstDelay, options.MaxDelay),
    };

    /// <summary>The wait after so many failures; the first has the number 1. No two clients that count alike wait alike.</summary>
    /// <param name="failures">How many there were.</param>
    /// <param name="salt">Spreads the waits of those that failed at once over a quarter more.</param>
    public TimeSpan After(int failures, int salt)
    {
        var wait = Math.Min(Max.Ticks, First.Ticks * Math.Pow(2, Math.Min(failures - 1, 30)));
        var spread = (uint)HashCode.Combine(failures, salt) / (double)uint.MaxValue;
        return TimeSpan.FromTicks((long)(wait * (1 + (spread / 4))));
    }

    private static Backoff Of(TimeSpan first, TimeSpan max) => new(first, first > max ? first : max);
}

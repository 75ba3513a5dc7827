namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Tries again, a bounded number of times, what a store could not do for the moment.</summary>
internal sealed class ReplayRetry(ReplayOptions options, TimeProvider clock, Action<Exception, int> onRetry, CancellationToken cancellationToken)
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs <paramref name="step"/> until it succeeds, or the attempts are used up. It is told whether the outcome of an
    /// attempt before is unknown, and then looks first. Cancellation ends the waits between attempts, never an attempt.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<bool, Task<T>> step)
    {
        var unknown = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await step(unknown);
            }
            catch (Exception e) when (attempt < options.Attempts && e is (StoreUnavailableException or OutcomeUnknownException))
            {
                unknown |= e is OutcomeUnknownException;
                onRetry(e, attempt);
            }
            await Task.Delay(WaitAfter(attempt, unknown), clock, cancellationToken);
        }
    }

    private TimeSpan WaitAfter(int attempt, bool unknown)
    {
        var wait = options.Backoff * Math.Pow(2, Math.Min(attempt - 1, 10));
        wait = wait < LongestBackoff ? wait : LongestBackoff;
        return unknown && wait < options.Settle ? options.Settle : wait;
    }
}

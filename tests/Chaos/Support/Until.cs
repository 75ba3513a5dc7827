namespace OrleansLambda.Chaos.Support;

/// <summary>Waits for what will be so.</summary>
internal static class Until
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks what is missing until nothing is, and says how long that took.</summary>
    /// <param name="missing">What is still missing, or null.</param>
    /// <param name="timeout">After this, the test fails with what was missing last.</param>
    /// <param name="more">What else there is to say then.</param>
    public static async Task<TimeSpan> NothingIsMissingAsync(Func<Task<string?>> missing, TimeSpan timeout, Func<string>? more = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var last = await missing();
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            if (last is null)
                return elapsed;
            if (elapsed > timeout)
                throw new TimeoutException($"After {timeout:c} there was missing: {last}.\n{more?.Invoke()}");
            await Task.Delay(Poll);
        }
    }
}

namespace OrleansLambda.Grains.Ingest;

/// <summary>When to fetch next. Pure rules, apart from the grain that follows them.</summary>
internal static class IngestSchedule
{
    /// <summary>
    /// How long to wait from <paramref name="now"/> after <paramref name="failures"/> failures in a row: until the middle
    /// of the next period, or of the one that the backoff leads into.
    /// </summary>
    /// <remarks>
    /// Periods are counted from the Unix epoch, so a fetch falls in the middle of a second: neither its own delay nor a
    /// small difference of clocks makes it see one second twice and the next not at all.
    /// </remarks>
    public static TimeSpan Next(DateTimeOffset now, int failures, TimeSpan period, TimeSpan maxBackoff)
    {
        var earliest = now.UtcTicks + (failures > 1 ? (Backoff(failures, period, maxBackoff) - period).Ticks : 0);
        var sinceEpoch = earliest - DateTimeOffset.UnixEpoch.Ticks;
        var middle = (period.Ticks / 2) + (Math.DivRem(sinceEpoch, period.Ticks).Quotient * period.Ticks);
        if (middle <= sinceEpoch)
            middle += period.Ticks;
        return TimeSpan.FromTicks(middle + DateTimeOffset.UnixEpoch.Ticks - now.UtcTicks);
    }

    private static TimeSpan Backoff(int failures, TimeSpan period, TimeSpan maxBackoff)
    {
        var backoff = period;
        for (var i = 1; i < failures && backoff < maxBackoff; i++)
            backoff *= 2;
        return backoff < maxBackoff ? backoff : maxBackoff;
    }
}

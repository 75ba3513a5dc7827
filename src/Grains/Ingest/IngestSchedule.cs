namespace OrleansLambda.Grains.Ingest;

/// <summary>When to fetch next. Pure rules, apart from the grain that follows them.</summary>
internal static class IngestSchedule
{
    /// <summary>
    /// When the fetch after the one that was due at <paramref name="due"/> is due, after <paramref name="failures"/> failures
    /// in a row: in the middle of the next period, or of the one that the backoff leads into.
    /// </summary>
    /// <remarks>
    /// Periods are counted from the Unix epoch, so a fetch falls in the middle of a second: neither its own delay nor a
    /// small difference of clocks makes it see one second twice and the next not at all. A timer may fire a moment early;
    /// what it was for is then done. A clock that was set back is not waited for.
    /// </remarks>
    public static DateTimeOffset Next(DateTimeOffset now, DateTimeOffset due, int failures, TimeSpan period, TimeSpan maxBackoff)
    {
        var from = due > now && due - now < period / 2 ? due : now;
        var earliest = from.UtcTicks + (failures > 1 ? (Backoff(failures, period, maxBackoff) - period).Ticks : 0);
        var sinceEpoch = earliest - DateTimeOffset.UnixEpoch.Ticks;
        var middle = (period.Ticks / 2) + (Math.DivRem(sinceEpoch, period.Ticks).Quotient * period.Ticks);
        if (middle <= sinceEpoch)
            middle += period.Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(middle);
    }

    private static TimeSpan Backoff(int failures, TimeSpan period, TimeSpan maxBackoff)
    {
        var backoff = period;
        for (var i = 1; i < failures && backoff < maxBackoff; i++)
            backoff *= 2;
        return backoff < maxBackoff ? backoff : maxBackoff;
    }
}

namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>DuckDB's TIMESTAMP and DATE: microseconds and days since 1970-01-01, over more years than .NET has.</summary>
internal static class DuckDbTime
{
    public const long MicrosecondsPerDay = 86_400_000_000;

    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The microsecond that holds <paramref name="time"/>.</summary>
    public static long Floor(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        var (microseconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? microseconds - 1 : microseconds;
    }

    /// <summary>The first microsecond at or after <paramref name="time"/>.</summary>
    public static long Ceiling(DateTimeOffset time)
    {
        var floor = Floor(time);
        return time.UtcTicks - DateTime.UnixEpoch.Ticks == floor * TimeSpan.TicksPerMicrosecond ? floor : floor + 1;
    }

    /// <summary>A date and time of no zone.</summary>
    public static long FromDateTime(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The first microsecond of the date <paramref name="days"/> after <paramref name="date"/>.</summary>
    public static long FromDate(DateOnly date, int days = 0) => (date.DayNumber - EpochDay + days) * MicrosecondsPerDay;

    /// <summary>Days since 1970-01-01.</summary>
    public static int ToDays(DateOnly date) => date.DayNumber - EpochDay;

    /// <summary>An instant, in UTC.</summary>
    public static DateTimeOffset ToInstant(long microseconds) =>
        new((microseconds * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    /// <summary>A date and time of no zone.</summary>
    public static DateTime ToDateTime(long microseconds) =>
        new((microseconds * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks, DateTimeKind.Unspecified);

    /// <summary>The date <paramref name="days"/> after 1970-01-01.</summary>
    public static DateOnly ToDate(int days) => DateOnly.FromDayNumber(days + EpochDay);
}

using NodaTime;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch;

/// <summary>
/// The days of one time zone. A day lasts from the first instant of its date to the first instant of the next date, so
/// days follow each other without gap or overlap whatever the zone's clocks do: they are 23, 24 or 25 hours long as a
/// rule, and a date that the zone skipped has no instants.
/// </summary>
/// <remarks>
/// Where clocks went back past midnight (St. John's did, at 00:01), the minutes that were lived twice belong to the later date
/// both times. Instants are cut to <see cref="EventTime"/>'s range. Thread-safe.
/// </remarks>
public sealed class ZonedCalendar
{
    private static readonly Instant First = Instant.FromDateTimeOffset(EventTime.MinValue);
    private static readonly Instant End = Instant.FromDateTimeOffset(EventTime.MaxValue.AddTicks(1));

    private readonly DateTimeZone _zone;

    /// <summary>The calendar of the zone with that name in the IANA time zone database, such as <c>Europe/Berlin</c>.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public ZonedCalendar(string timeZone) =>
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone)
            ?? throw new ArgumentException($"'{timeZone}' is no time zone; a name of the IANA database such as 'Europe/Berlin' or 'UTC' is allowed.", nameof(timeZone));

    /// <summary>The zone's name.</summary>
    public string TimeZone => _zone.Id;

    /// <summary>Whether the database knows a zone of that name.</summary>
    public static bool Knows(string timeZone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not null;

    /// <summary>The date whose range holds <paramref name="time"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is outside <see cref="EventTime"/>'s range.</exception>
    public DateOnly DateOf(DateTimeOffset time)
    {
        if (!EventTime.IsInRange(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, $"An event time lies within [{EventTime.MinValue:O}, {EventTime.MaxValue:O}].");
        var instant = Instant.FromDateTimeOffset(time);
        var local = DateOnly.FromDateTime(time.UtcDateTime.AddTicks(_zone.GetUtcOffset(instant).Ticks));
        while (local < DateOnly.MaxValue && StartOf(local.AddDays(1)) <= instant)
            local = local.AddDays(1);
        return local;
    }

    /// <summary>The instants of <paramref name="date"/>; none where the zone skipped it, or where it lies outside <see cref="EventTime"/>'s range.</summary>
    public TimeRange RangeOf(DateOnly date) => new(
        StartOf(date).ToDateTimeOffset(),
        (date == DateOnly.MaxValue ? End : StartOf(date.AddDays(1))).ToDateTimeOffset());

    /// <summary>The first instant of the next day after <paramref name="time"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is outside <see cref="EventTime"/>'s range.</exception>
    public DateTimeOffset NextMidnight(DateTimeOffset time) => RangeOf(DateOf(time)).To;

    // Midnight may have been skipped: then the day begins where the clocks went on. Midnight may have come twice: then it
    // begins with the first.
    private Instant StartOf(DateOnly date)
    {
        var mapping = _zone.MapLocal(new LocalDate(date.Year, date.Month, date.Day).AtMidnight());
        var start = mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
        return start < First ? First : start > End ? End : start;
    }
}

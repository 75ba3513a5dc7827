using CsCheck;
using NodaTime;

namespace OrleansLambda.Batch.Tests.Laws;

public sealed class ZonedCalendarTests
{
    private static readonly IReadOnlyList<string> Zones = [.. DateTimeZoneProviders.Tzdb.Ids];

    private static readonly Gen<ZonedCalendar> AnyZone = Gen.Int[0, Zones.Count - 1].Select(i => new ZonedCalendar(Zones[i]));

    private static readonly Gen<DateOnly> AnyDate = Gen.OneOf(
        Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber),
        Gen.Int[new DateOnly(1880, 1, 1).DayNumber, new DateOnly(2040, 1, 1).DayNumber].Select(DateOnly.FromDayNumber),
        Gen.Int[-2, 1].Select(i => DateOnly.FromDayNumber(i < 0 ? DateOnly.MaxValue.DayNumber + 1 + i : i)));

    private static readonly Gen<DateTimeOffset> AnyTime = Gen.OneOf(
        Gen.Long[EventTime.MinValue.Ticks, EventTime.MaxValue.Ticks],
        Gen.Long[new DateTime(1880, 1, 1).Ticks, new DateTime(2040, 1, 1).Ticks]).Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    [Fact]
    public void Range_EndsWhereTheNextBegins_InEveryZone() =>
        Gen.Select(AnyZone, AnyDate).Sample((calendar, date) =>
            date == DateOnly.MaxValue
                ? calendar.RangeOf(date).To == EventTime.MaxValue.AddTicks(1)
                : calendar.RangeOf(date).To == calendar.RangeOf(date.AddDays(1)).From, iter: 20_000);

    [Fact]
    public void Date_IsTheOneWhoseRangeHoldsTheInstant_InEveryZone() =>
        Gen.Select(AnyZone, AnyTime).Sample((calendar, time) =>
        {
            var range = calendar.RangeOf(calendar.DateOf(time));
            return range.From <= time && time < range.To && calendar.NextMidnight(time) == range.To;
        }, iter: 20_000);

    [Fact]
    public void Days_FollowEachOther_AroundEveryTransitionOfEveryZone()
    {
        foreach (var id in Zones)
        {
            var calendar = new ZonedCalendar(id);
            var transitions = DateTimeZoneProviders.Tzdb[id]
                .GetZoneIntervals(Instant.FromUtc(1800, 1, 1, 0, 0), Instant.FromUtc(2045, 1, 1, 0, 0))
                .Where(interval => interval.HasStart)
                .Select(interval => DateOnly.FromDateTime(interval.Start.ToDateTimeUtc()));
            foreach (var transition in transitions)
            {
                for (var date = transition.AddDays(-2); date <= transition.AddDays(2); date = date.AddDays(1))
                {
                    var range = calendar.RangeOf(date);
                    Assert.True(range.From <= range.To, $"{id} {date:O}: {range}");
                    Assert.True(range.To == calendar.RangeOf(date.AddDays(1)).From, $"{id} {date:O}: {range}");
                    if (range.From == range.To)
                        continue;
                    Assert.True(calendar.DateOf(range.From) == date, $"{id} {date:O}: its first instant");
                    Assert.True(calendar.DateOf(range.To.AddTicks(-1)) == date, $"{id} {date:O}: its last instant");
                }
            }
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z")] // 23 hours
    [InlineData("Europe/Berlin", "2024-10-27", "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z")] // 25 hours
    [InlineData("Europe/Berlin", "2024-06-15", "2024-06-14T22:00:00Z", "2024-06-15T22:00:00Z")] // 24 hours
    [InlineData("America/Havana", "2024-03-10", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z")] // no midnight: begins at 01:00
    [InlineData("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z")] // no midnight
    [InlineData("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z")] // 00:00 to 01:00 comes twice
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z")] // skipped
    [InlineData("America/St_Johns", "2010-11-06", "2010-11-06T02:30:00Z", "2010-11-07T02:30:00Z")] // left at 00:01, come back to at 23:01
    public void Range_IsThatOfTheClocks_WhereTheyAreStrange(string zone, string date, string from, string to) =>
        Assert.Equal(
            new TimeRange(DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(to, null)),
            new ZonedCalendar(zone).RangeOf(DateOnly.Parse(date, null)));

    [Theory]
    [InlineData("UTC")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    public void Ends_OfTheRangeOfEventTime_HaveDates(string zone)
    {
        var calendar = new ZonedCalendar(zone);
        Assert.Equal(EventTime.MinValue, calendar.RangeOf(DateOnly.MinValue).From);
        Assert.Equal(EventTime.MaxValue.AddTicks(1), calendar.RangeOf(DateOnly.MaxValue).To);
        Assert.True(calendar.NextMidnight(EventTime.MaxValue) > EventTime.MaxValue);
        Assert.True(calendar.DateOf(EventTime.MinValue) < calendar.DateOf(EventTime.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => calendar.DateOf(EventTime.MinValue.AddTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => calendar.DateOf(EventTime.MaxValue.AddTicks(1)));
    }

    [Fact]
    public void Zone_IsRefusedBySentence_WhenUnknown()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ZonedCalendar("Europe/Atlantis"));
        Assert.StartsWith("'Europe/Atlantis' is no time zone; a name of the IANA database such as 'Europe/Berlin' or 'UTC' is allowed.", refusal.Message);
    }
}

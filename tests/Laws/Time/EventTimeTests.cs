using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansLambda.Laws.Time;

public sealed partial class EventTimeTests
{
    private const string LastFraction = "9999-12-30 23:59:59.9999999";

    // A text in one of the accepted forms, made from its parts.
    private static readonly Gen<string> Text =
        from time in Any.EventTime
        from separator in Gen.Char[" T"]
        from fraction in Gen.OneOf(Gen.Const(""), Gen.String[Gen.Char["0123456789"], 1, 7].Select(digits => "." + digits))
        from offset in Gen.OneOf(
            Gen.OneOf("", "Z", "+00:00", "-00:00", "+14:00", "-14:00"),
            Gen.Select(Gen.Char["+-"], Gen.Int[0, 14 * 60], (sign, minutes) => $"{sign}{minutes / 60:d2}:{minutes % 60:d2}"))
        select time.ToString($"yyyy-MM-dd'{separator}'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + offset;

    [Fact]
    public void Format_AndParse_AreInverse() =>
        Any.EventTime.Sample(time => Parse(EventTime.Format(time)) == time, iter: 20_000);

    [Fact]
    public void Format_WritesUtc_WhateverTheOffset() =>
        Gen.Select(Any.EventTime, Gen.Int[-14 * 60, 14 * 60])
            .Where((time, minutes) => EventTime.IsInRange(time.AddMinutes(minutes)))
            .Sample((time, minutes) => EventTime.Format(time.ToOffset(TimeSpan.FromMinutes(minutes))) == EventTime.Format(time));

    [Theory]
    [InlineData("2024-01-01 00:57:55", "2024-01-01 00:57:55")]
    [InlineData("2024-01-01T00:57:55.1200000Z", "2024-01-01 00:57:55.12")]
    [InlineData("2024-01-01T00:57:55+02:00", "2023-12-31 22:57:55")]
    [InlineData("0001-01-01 23:00:00-02:00", "0001-01-02 01:00:00")]
    [InlineData("9999-12-31 01:00:00+02:00", "9999-12-30 23:00:00")]
    [InlineData("2024-02-29 23:59:59.0000001-14:00", "2024-03-01 13:59:59.0000001")]
    public void Text_IsRead_AndWrittenInTheFormOfEvents(string text, string formatted)
    {
        var time = Parse(text);

        Assert.NotNull(time);
        Assert.Equal(TimeSpan.Zero, time.Value.Offset);
        Assert.Equal(formatted, EventTime.Format(time.Value));
    }

    [Fact]
    public void Text_IsReadAsTheCalendarSays_InEveryAcceptedForm() =>
        Text.Sample(text => Assert.Equal(Expected(text), Parse(text)), iter: 20_000);

    [Fact]
    public void Text_IsReadOrRefusedAsTheCalendarSays_WhenACharacterIsChanged() =>
        Gen.Select(Text, Gen.Int[0, 40], Gen.Char["0123456789-+:.TZ tz/\0é"], Gen.Int[0, 2]).Sample(
            (text, place, character, change) =>
            {
                place %= text.Length;
                var changed = change switch
                {
                    0 => text[..place] + character + text[(place + 1)..],
                    1 => text[..place] + character + text[place..],
                    _ => text.Remove(place, 1),
                };
                Assert.Equal(Expected(changed), Parse(changed));
            },
            iter: 50_000);

    [Fact]
    public void Bytes_AreRefusedWithoutAnException_WhateverTheyAre() =>
        Gen.Byte.Array[0, 60].Sample(bytes => !EventTime.TryParse(bytes, out _), iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("2024-01-01")]
    [InlineData("2024-01-01 00:57")]
    [InlineData("2024-1-1 00:57:55")]
    [InlineData("2024-01-01 00:57:55 ")]
    [InlineData(" 2024-01-01 00:57:55")]
    [InlineData("2024-01-01t00:57:55")]
    [InlineData("2024-01-01 00:57:55z")]
    [InlineData("2024-01-01 00:57:55.")]
    [InlineData("2024-01-01 00:57:55.12345678")]
    [InlineData("2024-01-01 00:57:55.Z")]
    [InlineData("2024-01-01 00:57:55,5")]
    [InlineData("2024-01-01 00:57:55+2:00")]
    [InlineData("2024-01-01 00:57:55+0200")]
    [InlineData("2024-01-01 00:57:55+02")]
    [InlineData("2024-01-01 00:57:55+14:01")]
    [InlineData("2024-01-01 00:57:55-15:00")]
    [InlineData("2024-01-01 00:57:55+01:60")]
    [InlineData("2024-01-01 00:57:55ZZ")]
    [InlineData("2024-01-01 24:00:00")]
    [InlineData("2024-01-01 23:60:00")]
    [InlineData("2024-01-01 23:59:60")]
    [InlineData("2023-02-29 00:00:00")]
    [InlineData("2024-00-01 00:00:00")]
    [InlineData("2024-13-01 00:00:00")]
    [InlineData("2024-01-00 00:00:00")]
    [InlineData("2024-04-31 00:00:00")]
    [InlineData("0000-01-01 00:00:00")]
    [InlineData("0001-01-01 23:59:59.9999999")]
    [InlineData("9999-12-31 00:00:00")]
    [InlineData("0001-01-02 00:00:00+00:01")]
    [InlineData("9999-12-30 23:59:00-00:01")]
    [InlineData("9999-12-31 23:59:59.9999999-14:00")]
    [InlineData("0001-01-01 00:00:00+14:00")]
    [InlineData("２０24-01-01 00:00:00")]
    [InlineData("1704067200")]
    public void Text_IsRefused_WhenItIsNoEventTime(string text) => Assert.Null(Parse(text));

    [Fact]
    public void Range_EndsWhereItSays()
    {
        Assert.Equal(EventTime.MinValue, Parse("0001-01-02 00:00:00"));
        Assert.Equal(EventTime.MaxValue, Parse(LastFraction));
        Assert.True(EventTime.IsInRange(EventTime.MinValue));
        Assert.True(EventTime.IsInRange(EventTime.MaxValue));
        Assert.False(EventTime.IsInRange(EventTime.MinValue.AddTicks(-1)));
        Assert.False(EventTime.IsInRange(EventTime.MaxValue.AddTicks(1)));
        Assert.False(EventTime.IsInRange(DateTimeOffset.MinValue));
        Assert.False(EventTime.IsInRange(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void LongestText_IsAsLongAsItSays()
    {
        var longest = "2024-01-01T00:57:55.1234567+02:00";

        Assert.Equal(EventTime.MaxTextLength, longest.Length);
        Assert.NotNull(Parse(longest));
    }

    private static DateTimeOffset? Parse(string text) =>
        EventTime.TryParse(Encoding.UTF8.GetBytes(text), out var time) ? time : null;

    [GeneratedRegex(@"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]{1,7}))?(Z|(?<sign>[+-])(?<hours>[0-9]{2}):(?<minutes>[0-5][0-9]))?\z")]
    private static partial Regex Form { get; }

    // The same contract, by the framework's own calendar.
    private static DateTimeOffset? Expected(string text)
    {
        if (Form.Match(text) is not { Success: true } match
            || !DateTime.TryParseExact($"{match.Groups["date"]} {match.Groups["time"]}", "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole))
            return null;
        var ticks = whole.Ticks + int.Parse(match.Groups["fraction"].Value.PadRight(7, '0'), CultureInfo.InvariantCulture);
        if (match.Groups["sign"].Success)
        {
            var minutes = (int.Parse(match.Groups["hours"].Value, CultureInfo.InvariantCulture) * 60) + int.Parse(match.Groups["minutes"].Value, CultureInfo.InvariantCulture);
            if (minutes > 14 * 60)
                return null;
            ticks -= (match.Groups["sign"].Value == "-" ? -minutes : minutes) * TimeSpan.TicksPerMinute;
        }
        return ticks >= EventTime.MinValue.Ticks && ticks <= EventTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}

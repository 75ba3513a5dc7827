using System.Globalization;

namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// The range and the text form of event times. An event time is a <see cref="DateTimeOffset"/> in UTC with a
/// resolution of 100 ns, within [<see cref="MinValue"/>, <see cref="MaxValue"/>].
/// </summary>
/// <remarks>
/// The range leaves a day free at each end of what <see cref="DateTimeOffset"/> can hold, so that the end of every
/// window and the day in every zone can be written down too.
/// </remarks>
public static class EventTime
{
    /// <summary>The longest text <see cref="TryParse"/> reads: date, time, seven fractional digits and an offset.</summary>
    public const int MaxTextLength = 33;

    private const int SecondsLength = 19;
    private const int NoPair = 10_000;
    private const long MaxOffset = 14 * TimeSpan.TicksPerHour;

    /// <summary>The earliest event time: 0001-01-02T00:00:00Z.</summary>
    public static readonly DateTimeOffset MinValue = new(1, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The latest event time: 9999-12-30T23:59:59.9999999Z.</summary>
    public static readonly DateTimeOffset MaxValue = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero).AddTicks(-1);

    /// <summary>Whether <paramref name="time"/> can be an event time.</summary>
    public static bool IsInRange(DateTimeOffset time) => time >= MinValue && time <= MaxValue;

    /// <summary>The form that events carry, <c>yyyy-MM-dd HH:mm:ss</c> with fractional digits only where there are any.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads <c>yyyy-MM-dd HH:mm:ss</c>, with a space or <c>T</c> in the middle, up to seven fractional digits, and
    /// <c>Z</c> or <c>±HH:mm</c>, no farther than 14 hours, at the end. Without an offset the text is UTC.
    /// </summary>
    /// <returns>Whether the text is such a date within the range; <paramref name="time"/> is in UTC.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateTimeOffset time)
    {
        time = default;
        if (utf8.Length is < SecondsLength or > MaxTextLength || !TryParseSeconds(utf8, out var ticks))
            return false;
        var rest = utf8[SecondsLength..];
        if (!TryParseFraction(ref rest, out var fraction) || !TryParseOffset(rest, out var offset))
            return false;
        ticks += fraction - offset;
        if (ticks < MinValue.Ticks || ticks > MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryParseSeconds(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text[4] != '-' || text[7] != '-' || text[10] is not ((byte)' ' or (byte)'T') || text[13] != ':' || text[16] != ':')
            return false;
        var year = (Pair(text, 0) * 100) + Pair(text, 2);
        var (month, day) = (Pair(text, 5), Pair(text, 8));
        var (hour, minute, second) = (Pair(text, 11), Pair(text, 14), Pair(text, 17));
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        ticks = new DateTime(year, month, day, hour, minute, second).Ticks;
        return true;
    }

    private static bool TryParseFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.')
            return true;
        var digits = 0;
        while (digits + 1 < rest.Length && char.IsAsciiDigit((char)rest[digits + 1]))
            digits++;
        if (digits is 0 or > 7 || !TryDigits(rest, 1, digits, out var value))
            return false;
        ticks = value;
        for (var i = digits; i < 7; i++)
            ticks *= 10;
        rest = rest[(digits + 1)..];
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || (rest.Length == 1 && rest[0] == 'Z'))
            return true;
        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':'
            || !TryDigits(rest, 1, 2, out var hours) || !TryDigits(rest, 4, 2, out var minutes) || minutes > 59)
            return false;
        ticks = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        if (ticks > MaxOffset)
            return false;
        if (rest[0] == '-')
            ticks = -ticks;
        return true;
    }

    // Two digits as a number; where one is none, a number that is larger than whatever may stand there.
    private static int Pair(ReadOnlySpan<byte> text, int start)
    {
        var (tens, ones) = (text[start] - '0', text[start + 1] - '0');
        return (uint)tens <= 9 && (uint)ones <= 9 ? (tens * 10) + ones : NoPair;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, int start, int length, out int value)
    {
        value = 0;
        for (var i = start; i < start + length; i++)
        {
            var digit = text[i] - '0';
            if ((uint)digit > 9)
                return false;
            value = (value * 10) + digit;
        }
        return true;
    }
}

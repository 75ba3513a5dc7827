using System.Buffers.Text;
using System.Globalization;

namespace OrleansLambda.Storage.HBase.Keys;

/// <summary>The parts that keys are made of: ASCII of a fixed width, so that keys sort as what they stand for does.</summary>
internal static class KeyText
{
    /// <summary>What separates the parts of a key.</summary>
    public const byte Separator = (byte)'|';

    /// <summary>Sorts behind the separator: with it in the separator's place, a key lies behind all keys that go on from there.</summary>
    public const byte Behind = (byte)'}';

    /// <summary>The length of a date.</summary>
    public const int DateLength = 10;

    /// <summary>The length of a time of the day, to the microsecond.</summary>
    public const int TimeLength = 15;

    /// <summary>Writes <c>yyyy-MM-dd</c>.</summary>
    public static void WriteDate(Span<byte> output, DateOnly date)
    {
        WriteDigits(output[..4], (uint)date.Year);
        output[4] = output[7] = (byte)'-';
        WriteDigits(output[5..7], (uint)date.Month);
        WriteDigits(output[8..10], (uint)date.Day);
    }

    /// <summary>Writes <c>HH:mm:ss.ffffff</c>; what is below a microsecond is cut off.</summary>
    public static void WriteTime(Span<byte> output, TimeSpan time)
    {
        output[2] = output[5] = (byte)':';
        output[8] = (byte)'.';
        WriteDigits(output[..2], (uint)time.Hours);
        WriteDigits(output[3..5], (uint)time.Minutes);
        WriteDigits(output[6..8], (uint)time.Seconds);
        WriteDigits(output[9..15], (uint)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Reads what <see cref="WriteDate"/> wrote.</summary>
    /// <exception cref="FormatException">It is no date.</exception>
    public static DateOnly ReadDate(ReadOnlySpan<byte> text)
    {
        var (year, month, day) = (ReadDigits(text[..4]), ReadDigits(text[5..7]), ReadDigits(text[8..10]));
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(text)}' is no date.");
    }

    /// <summary>Reads what <see cref="WriteTime"/> wrote, as a part of it: to the second, or with digits behind it.</summary>
    /// <exception cref="FormatException">It is no time.</exception>
    public static TimeSpan ReadTime(ReadOnlySpan<byte> text)
    {
        var (hour, minute, second) = (ReadDigits(text[..2]), ReadDigits(text[3..5]), ReadDigits(text[6..8]));
        if (hour > 23 || minute > 59 || second > 59)
            throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(text)}' is no time.");
        var microseconds = text.Length > 8 ? ReadDigits(text[9..TimeLength]) : 0;
        return new TimeSpan((((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Writes a number with zeros before it, as wide as the output is.</summary>
    public static void WriteDigits(Span<byte> output, ulong value)
    {
        for (var i = output.Length - 1; i >= 0; i--)
            (value, output[i]) = (value / 10, (byte)('0' + (value % 10)));
    }

    /// <summary>Reads a number out of digits alone.</summary>
    /// <exception cref="FormatException">There is something else.</exception>
    public static int ReadDigits(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = digit is >= (byte)'0' and <= (byte)'9' ? checked((value * 10) + (digit - '0')) : throw new FormatException($"'{(char)digit}' stands where a digit should.");
        return value;
    }

    /// <summary>A number as the text that columns and conditions hold.</summary>
    public static byte[] Number(long value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return text[..length].ToArray();
    }

    /// <summary>Reads what <see cref="Number"/> made.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public static long ReadNumber(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length
            ? value
            : throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(text)}' is no number.");
}

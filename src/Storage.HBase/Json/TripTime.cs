using OrleansLambda.Storage.HBase.Keys;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>A time of no zone as a document has it: <c>yyyy-MM-dd HH:mm:ss</c>, with six digits behind it where there are microseconds.</summary>
internal static class TripTime
{
    /// <summary>The length of the longest text.</summary>
    public const int MaxLength = KeyText.DateLength + 1 + KeyText.TimeLength;

    private const int SecondsLength = MaxLength - 7;
    private const long EpochMicros = 719_162L * 86_400 * 1_000_000; // From 0001-01-01 to 1970-01-01.

    /// <summary>Writes microseconds since 1970, and returns the length.</summary>
    public static int Write(Span<byte> output, long micros)
    {
        var time = new DateTime((micros + EpochMicros) * TimeSpan.TicksPerMicrosecond);
        KeyText.WriteDate(output, DateOnly.FromDateTime(time));
        output[KeyText.DateLength] = (byte)' ';
        KeyText.WriteTime(output[(KeyText.DateLength + 1)..], time.TimeOfDay);
        return micros % 1_000_000 == 0 ? SecondsLength : MaxLength;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is no such time.</exception>
    public static long Read(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (SecondsLength or MaxLength))
            throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(text)}' is no time.");
        var time = KeyText.ReadDate(text).ToDateTime(TimeOnly.MinValue) + KeyText.ReadTime(text[(KeyText.DateLength + 1)..]);
        return (time.Ticks / TimeSpan.TicksPerMicrosecond) - EpochMicros;
    }
}

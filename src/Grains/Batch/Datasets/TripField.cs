using System.Buffers.Text;
using System.Globalization;
using OrleansLambda.Grains.Events;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Turns one field of a dataset into the raw value of a known column, or says in a sentence why it is none. Text and
/// binary forms of the same value give the same raw value, so a trip has one id in every format.
/// </summary>
public static class TripField
{
    private const string Example = "a date and time as recorded, such as \"2024-01-01 00:57:55\" and without an offset, is allowed";

    private const int SecondsLength = 19;
    private const int MicrosecondsLength = 26;
    private const int NanosecondsLength = 29;

    /// <summary>Reads <paramref name="text"/>, UTF-8 that is not empty; spaces around it do not count.</summary>
    /// <returns>Null and the raw value in the form that the column's <see cref="TripColumnKind"/> says, or what is wrong.</returns>
    public static string? FromText(TripColumn column, ReadOnlySpan<byte> text, out long value)
    {
        switch (column.Kind)
        {
            case TripColumnKind.Decimal when Micros.TryParse(text, out var micros):
                value = micros.Value;
                return null;
            case TripColumnKind.Integer when TryWhole(text, out value) && InRange(column, value):
            case TripColumnKind.Timestamp when TryTimestamp(text, out value):
                return null;
            case TripColumnKind.Flag when text.Length == 1 && text[0] is > 0x20 and < 0x7F:
                value = text[0];
                return null;
            default:
                value = 0;
                return Refuse(column, Quoted.Bytes(text));
        }
    }

    /// <summary>Takes a whole number.</summary>
    /// <inheritdoc cref="FromText" path="/returns"/>
    public static string? FromInteger(TripColumn column, long number, out long value)
    {
        switch (column.Kind)
        {
            case TripColumnKind.Decimal when number is >= -Micros.MaxMagnitude and <= Micros.MaxMagnitude:
                value = number * Micros.Scale;
                return null;
            case TripColumnKind.Integer when InRange(column, number):
                value = number;
                return null;
            case TripColumnKind.Flag when number is >= 0 and <= 9:
                value = '0' + number;
                return null;
            default:
                value = 0;
                return Refuse(column, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Takes a binary floating point number.</summary>
    /// <inheritdoc cref="FromText" path="/returns"/>
    public static string? FromDouble(TripColumn column, double number, out long value)
    {
        switch (column.Kind)
        {
            case TripColumnKind.Decimal when Micros.TryFrom(number, out var micros):
                value = micros.Value;
                return null;
            case TripColumnKind.Integer when Math.Abs(number) <= int.MaxValue && Math.Truncate(number) == number && InRange(column, (long)number):
                value = (long)number;
                return null;
            default:
                value = 0;
                return Refuse(column, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Takes microseconds since 1970-01-01 00:00:00, as recorded.</summary>
    /// <inheritdoc cref="FromText" path="/returns"/>
    public static string? FromMicroseconds(TripColumn column, long microseconds, out long value)
    {
        value = microseconds;
        return column.Kind == TripColumnKind.Timestamp && microseconds >= EarliestMicroseconds && microseconds <= LatestMicroseconds
            ? null
            : Refuse(column, string.Create(CultureInfo.InvariantCulture, $"{microseconds} µs from 1970"));
    }

    private static readonly long EarliestMicroseconds = Microseconds(EventTime.MinValue);
    private static readonly long LatestMicroseconds = Microseconds(EventTime.MaxValue);

    private static long Microseconds(DateTimeOffset time) =>
        (long)Math.Floor((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMicrosecond);

    private static string Refuse(TripColumn column, string found) => column.Kind switch
    {
        TripColumnKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"{column} is {found}; a number from -{Micros.MaxMagnitude} to {Micros.MaxMagnitude} is allowed"),
        TripColumnKind.Integer when column == TripColumn.PassengerCount => string.Create(CultureInfo.InvariantCulture, $"{column} is {found}; a whole number from 0 to {EventParser.MaxPassengers} is allowed"),
        TripColumnKind.Integer => string.Create(CultureInfo.InvariantCulture, $"{column} is {found}; a whole number from -{int.MaxValue} to {int.MaxValue} is allowed"),
        TripColumnKind.Timestamp => $"{column} is {found}; {Example}",
        _ => $"{column} is {found}; one printable ASCII character is allowed",
    };

    private static bool InRange(TripColumn column, long value) => column == TripColumn.PassengerCount
        ? value is >= 0 and <= EventParser.MaxPassengers
        : value is >= -int.MaxValue and <= int.MaxValue;

    private static bool TryWhole(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = text[0] == '-';
        var i = negative ? 1 : 0;
        if (text.Length - i <= 18)
        {
            var start = i;
            for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
                value = (value * 10) + (text[i] - '0');
            if (i > start && (i == text.Length || (text[i] == '.' && i + 1 < text.Length && !text[(i + 1)..].ContainsAnyExcept((byte)'0'))))
            {
                value = negative ? -value : value;
                return true;
            }
        }
        if (!Utf8Parser.TryParse(text, out decimal number, out var used) || used != text.Length
            || decimal.Truncate(number) != number || Math.Abs(number) > int.MaxValue)
            return false;
        value = (long)number;
        return true;
    }

    private static bool TryTimestamp(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length > SecondsLength)
        {
            // Recorded times are of no zone: only a fraction may follow the seconds. Of nanoseconds the whole microseconds count.
            if (text.Length > NanosecondsLength || text[SecondsLength] != '.' || text[(SecondsLength + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return false;
            if (text.Length > MicrosecondsLength)
                text = text[..MicrosecondsLength];
        }
        if (!EventTime.TryParse(text, out var time))
            return false;
        microseconds = (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return true;
    }
}

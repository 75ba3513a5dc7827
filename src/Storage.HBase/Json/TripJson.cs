using System.Text.Json;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Keys;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>
/// A trip's document: its columns by their names in the official export, those that it has, and <c>extras</c> as they are.
/// What a day adds up stands first, so that who adds up need not read on.
/// </summary>
internal static class TripJson
{
    /// <summary>The columns that a day adds up, in the order in which they stand.</summary>
    public static readonly TripColumn[] Measures =
        [TripColumn.TotalAmount, TripColumn.FareAmount, TripColumn.TipAmount, TripColumn.TripDistance, TripColumn.PassengerCount];

    private static readonly TripColumn[] Order = [.. Measures, .. TripColumn.All.Where(static column => !Measures.Contains(column))];
    private static readonly JsonEncodedText[] Names = [.. Order.Select(static column => JsonEncodedText.Encode(column.Name))];
    private static readonly JsonEncodedText Extras = JsonEncodedText.Encode("extras");

    /// <summary>The name of a measure, as a reader compares it.</summary>
    public static ReadOnlySpan<byte> NameOf(int measure) => Names[measure].EncodedUtf8Bytes;

    /// <summary>Writes a trip. The same trip gives the same bytes.</summary>
    /// <exception cref="JsonException">The extras are not JSON.</exception>
    public static void Write(Utf8JsonWriter writer, Trip trip)
    {
        Span<byte> text = stackalloc byte[TripTime.MaxLength];
        writer.WriteStartObject();
        for (var i = 0; i < Order.Length; i++)
        {
            if (!trip.Has(Order[i]))
                continue;
            var value = trip.ValueOrZero(Order[i]);
            switch (Order[i].Kind)
            {
                case TripColumnKind.Decimal:
                    writer.WritePropertyName(Names[i]);
                    writer.WriteRawValue(text[..WriteMicros(text, value)], skipInputValidation: true);
                    break;
                case TripColumnKind.Timestamp:
                    writer.WriteString(Names[i], text[..TripTime.Write(text, value)]);
                    break;
                case TripColumnKind.Flag:
                    text[0] = (byte)value;
                    writer.WriteString(Names[i], text[..1]);
                    break;
                default:
                    writer.WriteNumber(Names[i], value);
                    break;
            }
        }
        if (trip.Extras is { } extras)
        {
            writer.WritePropertyName(Extras);
            writer.WriteRawValue(extras);
        }
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no such document.</exception>
    /// <exception cref="FormatException">A value is not of its column's kind.</exception>
    public static Trip Read(TripId id, ReadOnlySpan<byte> document)
    {
        var values = new long[TripColumn.All.Count];
        var (present, extras, next) = (0u, (string?)null, 0);
        var reader = Documents.Read(document);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var i = Find(ref reader, next);
            var isExtras = i < 0 && reader.ValueTextEquals(Extras.EncodedUtf8Bytes);
            reader.Read();
            if (i >= 0)
            {
                values[Order[i].Index] = ReadValue(ref reader, Order[i].Kind);
                present |= 1u << Order[i].Index;
                next = i + 1;
                continue;
            }
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isExtras)
                extras = System.Text.Encoding.UTF8.GetString(document[start..(int)reader.BytesConsumed]);
        }
        return new Trip(id, values, present, extras);
    }

    /// <summary>Reads millionths, exactly.</summary>
    /// <exception cref="FormatException">It is no number within bounds.</exception>
    public static long ReadMicros(ref Utf8JsonReader reader) =>
        Micros.TryParse(reader.ValueSpan, out var micros) ? micros.Value : throw new FormatException($"'{reader.GetString()}' is no measure.");

    // The order is known, so the next name is tried first; a document that somebody else has written may have another.
    private static int Find(ref Utf8JsonReader reader, int next)
    {
        for (var i = next; i < Order.Length; i++)
            if (reader.ValueTextEquals(Names[i].EncodedUtf8Bytes))
                return i;
        for (var i = 0; i < next; i++)
            if (reader.ValueTextEquals(Names[i].EncodedUtf8Bytes))
                return i;
        return -1;
    }

    private static long ReadValue(ref Utf8JsonReader reader, TripColumnKind kind) => kind switch
    {
        TripColumnKind.Decimal => ReadMicros(ref reader),
        TripColumnKind.Timestamp => TripTime.Read(reader.ValueSpan),
        TripColumnKind.Flag => reader.GetString() is [var flag] ? flag : throw new FormatException("A flag is one character."),
        _ => reader.GetInt64(),
    };

    // The shortest text, as the dataset has it: 22.7, not 22.700000.
    private static int WriteMicros(Span<byte> text, long micros)
    {
        var length = 0;
        if (micros < 0)
            text[length++] = (byte)'-';
        var (whole, fraction) = Math.DivRem((ulong)Math.Abs(micros), (ulong)Micros.Scale);
        whole.TryFormat(text[length..], out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
        length += digits;
        if (fraction == 0)
            return length;
        text[length] = (byte)'.';
        KeyText.WriteDigits(text.Slice(length + 1, 6), fraction);
        length += 7;
        while (text[length - 1] == '0')
            length--;
        return length;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansLambda.Grains.Events;

/// <summary>Reads the fields of any event, and says in a sentence what is wrong with those of a text that is none.</summary>
internal static class JsonEventReader
{
    private const int MaxQuoted = 40;

    /// <summary>Reads the fields of <paramref name="utf8"/>.</summary>
    /// <returns>Null when they can be an event's, or what is wrong with them.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A string is not valid UTF-8.</exception>
    public static string? Read(ReadOnlySpan<byte> utf8, out EventFields fields)
    {
        fields = default;
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            while (reader.Read()) { }
            return "not a JSON object";
        }
        string? refusal = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            refusal = ReadProperty(ref reader, ref fields) ?? refusal;
        while (reader.Read()) { }
        return refusal;
    }

    // A refusal is kept and reading goes on: text that is not JSON at all shall be called that, wherever it breaks.
    private static string? ReadProperty(ref Utf8JsonReader reader, ref EventFields fields)
    {
        if (reader.ValueTextEquals("tpep_pickup_datetime"u8))
        {
            reader.Read();
            return ReadTime(ref reader, ref fields);
        }
        if (reader.ValueTextEquals("total_amount"u8))
            return ReadNumber(ref reader, "total_amount", ref fields.TotalAmount);
        if (reader.ValueTextEquals("fare_amount"u8))
            return ReadNumber(ref reader, "fare_amount", ref fields.FareAmount);
        if (reader.ValueTextEquals("tip_amount"u8))
            return ReadNumber(ref reader, "tip_amount", ref fields.TipAmount);
        if (reader.ValueTextEquals("trip_distance"u8))
            return ReadNumber(ref reader, "trip_distance", ref fields.TripDistance);
        if (reader.ValueTextEquals("passenger_count"u8))
            return ReadPassengers(ref reader, ref fields);
        if (reader.ValueTextEquals("trip_id"u8))
        {
            reader.Read();
            fields.IsReplay = reader.TokenType == JsonTokenType.String;
            return fields.IsReplay || reader.TokenType == JsonTokenType.Null ? null : Refuse(ref reader, "trip_id is not a string");
        }
        reader.Read();
        reader.Skip();
        return null;
    }

    private static string? ReadTime(ref Utf8JsonReader reader, ref EventFields fields)
    {
        fields.HasTime = true;
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(ref reader, "tpep_pickup_datetime is not a string");
        var text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            if (text.Length > EventTime.MaxTextLength * 6)
                return NotADate(text);
            var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
            var length = reader.CopyString(buffer);
            text = buffer.AsSpan(0, Math.Min(length, EventTime.MaxTextLength + 1)).ToArray();
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return EventTime.TryParse(text, out fields.Time) ? null : NotADate(text);
    }

    private static string? ReadNumber(ref Utf8JsonReader reader, string name, ref Micros? number)
    {
        reader.Read();
        number = null;
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.Number)
            return Refuse(ref reader, $"{name} is not a number");
        if (!Micros.TryParse(reader.ValueSpan, out var micros))
            return string.Create(CultureInfo.InvariantCulture, $"{name} is {Quote(reader.ValueSpan)}; from -{Micros.MaxMagnitude} to {Micros.MaxMagnitude} is allowed");
        number = micros;
        return null;
    }

    private static string? ReadPassengers(ref Utf8JsonReader reader, ref EventFields fields)
    {
        Micros? count = null;
        if (ReadNumber(ref reader, "passenger_count", ref count) is { } refusal)
            return refusal;
        fields.PassengerCount = null;
        if (count is not { } value)
            return null;
        return fields.TrySetPassengers(value)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"passenger_count is {value}; a whole number from 0 to {EventParser.MaxPassengers} is allowed");
    }

    private static string Refuse(ref Utf8JsonReader reader, string refusal)
    {
        reader.Skip();
        return refusal;
    }

    private static string NotADate(ReadOnlySpan<byte> text) =>
        $"tpep_pickup_datetime is {Quote(text)}; a date such as \"2024-01-01 00:57:55\" is allowed";

    private static string Quote(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxQuoted)]);
        return text.Length > MaxQuoted ? $"\"{shown}…\"" : $"\"{shown}\"";
    }
}

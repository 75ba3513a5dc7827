using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansLambda.Grains.Events;

/// <summary>
/// Reads an event from the bytes of a record, or says in a sentence why it is none. The answer depends on the record
/// alone - its bytes and the time the log took it - so reading it again decides the same.
/// </summary>
/// <remarks>
/// An event is one JSON object. <c>tpep_pickup_datetime</c> is required; <c>total_amount</c>, <c>fare_amount</c>,
/// <c>tip_amount</c>, <c>trip_distance</c> and <c>passenger_count</c> are added up where they are present and not null;
/// <c>trip_id</c> marks the replay of a trip. Other properties are ignored; of properties given twice the last counts.
/// Thread-safe.
/// </remarks>
public sealed class EventParser
{
    /// <summary>The largest number of passengers that is taken for a fact.</summary>
    public const int MaxPassengers = 1000;

    private const int MaxQuoted = 40;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly TimeSpan _maxAge;
    private readonly TimeSpan _maxAhead;
    private readonly int _maxBytes;

    /// <summary>A parser with the bounds of <paramref name="options"/>.</summary>
    public EventParser(EventOptions options)
    {
        _maxAge = options.MaxAge;
        _maxAhead = options.MaxAhead;
        _maxBytes = options.MaxBytes;
    }

    /// <summary>How far ahead of the log's clock an event may lie: no event of a time can be appended earlier than this before it.</summary>
    public TimeSpan MaxAhead => _maxAhead;

    /// <summary>Reads the event in <paramref name="utf8"/>, a record that the log took at <paramref name="appendedAt"/>.</summary>
    /// <returns>Null when it is an event, or what is wrong with it.</returns>
    public string? TryParse(ReadOnlySpan<byte> utf8, DateTimeOffset appendedAt, out RideEvent ride)
    {
        ride = default;
        if (utf8.Length > _maxBytes)
            return string.Create(CultureInfo.InvariantCulture, $"the event is {utf8.Length} bytes long; at most {_maxBytes} are allowed");
        if (utf8.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];
        if (utf8.IsEmpty)
            return "the event is empty";
        try
        {
            var fields = new Fields();
            return ReadObject(utf8, ref fields) ?? Judge(fields, appendedAt, out ride);
        }
        catch (JsonException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"not JSON at byte {e.BytePositionInLine ?? 0}");
        }
        catch (InvalidOperationException)
        {
            return "a string is not valid UTF-8";
        }
    }

    private static string? ReadObject(ReadOnlySpan<byte> utf8, ref Fields fields)
    {
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
    private static string? ReadProperty(ref Utf8JsonReader reader, ref Fields fields)
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

    private static string? ReadTime(ref Utf8JsonReader reader, ref Fields fields)
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

    private static string? ReadPassengers(ref Utf8JsonReader reader, ref Fields fields)
    {
        Micros? count = null;
        if (ReadNumber(ref reader, "passenger_count", ref count) is { } refusal)
            return refusal;
        fields.PassengerCount = null;
        if (count is not { } value)
            return null;
        if (value.Value % Micros.Scale != 0 || value.Value is < 0 or > MaxPassengers * Micros.Scale)
            return string.Create(CultureInfo.InvariantCulture, $"passenger_count is {value}; a whole number from 0 to {MaxPassengers} is allowed");
        fields.PassengerCount = (int)(value.Value / Micros.Scale);
        return null;
    }

    private string? Judge(in Fields fields, DateTimeOffset appendedAt, out RideEvent ride)
    {
        ride = default;
        if (!fields.HasTime)
            return "tpep_pickup_datetime is missing";
        if (!fields.IsReplay && fields.Time < appendedAt - _maxAge)
            return $"tpep_pickup_datetime is {EventTime.Format(fields.Time)}; at most {_maxAge:c} before its arrival at {EventTime.Format(appendedAt)} is allowed";
        if (!fields.IsReplay && fields.Time > appendedAt + _maxAhead)
            return $"tpep_pickup_datetime is {EventTime.Format(fields.Time)}; at most {_maxAhead:c} after its arrival at {EventTime.Format(appendedAt)} is allowed";
        ride = new RideEvent(
            fields.Time,
            new Ride(
                fields.TotalAmount.GetValueOrDefault(),
                fields.FareAmount.GetValueOrDefault(),
                fields.TipAmount.GetValueOrDefault(),
                fields.TripDistance.GetValueOrDefault(),
                fields.PassengerCount.GetValueOrDefault()),
            fields.IsReplay);
        return null;
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

    private ref struct Fields
    {
        public bool HasTime;
        public bool IsReplay;
        public DateTimeOffset Time;
        public Micros? TotalAmount;
        public Micros? FareAmount;
        public Micros? TipAmount;
        public Micros? TripDistance;
        public int? PassengerCount;
    }
}

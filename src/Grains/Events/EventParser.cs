using System.Globalization;
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
            return PlainEventReader.TryRead(utf8, out var fields)
                ? Judge(fields, appendedAt, out ride)
                : JsonEventReader.Read(utf8, out fields) ?? Judge(fields, appendedAt, out ride);
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

    private string? Judge(in EventFields fields, DateTimeOffset appendedAt, out RideEvent ride)
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
}

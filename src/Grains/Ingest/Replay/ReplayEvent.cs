using System.Buffers.Text;
using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>Writes the event that stands for a trip: its pickup, recorded time taken as UTC, and the numbers that are added up.</summary>
/// <remarks>A million a second or so go through here; hence no strings.</remarks>
internal ref struct ReplayEvent
{
    /// <summary>More bytes than any event has.</summary>
    public const int MaxBytes = 512;

    private const int FractionDigits = 6;

    private readonly Span<byte> _buffer;
    private int _length;

    private ReplayEvent(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Writes the event into <paramref name="buffer"/>, and returns its length.</summary>
    public static int Write(Trip trip, ReplayTag tag, Span<byte> buffer)
    {
        var json = new ReplayEvent(buffer);
        json.Append("{\"tpep_pickup_datetime\":\""u8);
        json.Time(trip.Id.PickupAt);
        json.Append("\""u8);
        json.Number(",\"total_amount\":"u8, trip, TripColumn.TotalAmount);
        json.Number(",\"fare_amount\":"u8, trip, TripColumn.FareAmount);
        json.Number(",\"tip_amount\":"u8, trip, TripColumn.TipAmount);
        json.Number(",\"trip_distance\":"u8, trip, TripColumn.TripDistance);
        if (trip.Has(TripColumn.PassengerCount))
        {
            json.Append(",\"passenger_count\":"u8);
            json.Whole(trip.ValueOrZero(TripColumn.PassengerCount));
        }
        json.Append(",\"trip_id\":\""u8);
        json.Id(trip.Id);
        json.Append(tag.End);
        return json._length;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    private void Number(ReadOnlySpan<byte> name, Trip trip, TripColumn column)
    {
        if (!trip.Has(column))
            return;
        Append(name);
        var micros = trip.ValueOrZero(column);
        if (micros < 0)
            Append("-"u8);
        var (whole, fraction) = Math.DivRem(Math.Abs(micros), Micros.Scale);
        Whole(whole);
        if (fraction == 0)
            return;
        Append("."u8);
        Digits(fraction, FractionDigits);
        TrimZeros();
    }

    private void Time(DateTime time)
    {
        Digits(time.Year, 4);
        Part("-"u8, time.Month);
        Part("-"u8, time.Day);
        Part(" "u8, time.Hour);
        Part(":"u8, time.Minute);
        Part(":"u8, time.Second);
        if (Microseconds(time) is var fraction && fraction == 0)
            return;
        Append("."u8);
        Digits(fraction, FractionDigits);
        TrimZeros();
    }

    private void Id(TripId id)
    {
        Digits(id.PickupAt.Year, 4);
        Digits(id.PickupAt.Month, 2);
        Digits(id.PickupAt.Day, 2);
        Part("T"u8, id.PickupAt.Hour);
        Digits(id.PickupAt.Minute, 2);
        Digits(id.PickupAt.Second, 2);
        Append("."u8);
        Digits(Microseconds(id.PickupAt), FractionDigits);
        Append("-"u8);
        Whole(id.Ordinal);
        Append("-"u8);
        for (var shift = 60; shift >= 0; shift -= 4)
            _buffer[_length++] = "0123456789abcdef"u8[(int)(id.ContentHash >> shift) & 15];
    }

    private void Part(ReadOnlySpan<byte> separator, int value)
    {
        Append(separator);
        Digits(value, 2);
    }

    private void Whole(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer[_length..], out var written);
        _length += written;
    }

    private void Digits(long value, int count)
    {
        for (var i = count - 1; i >= 0; i--, value /= 10)
            _buffer[_length + i] = (byte)('0' + (value % 10));
        _length += count;
    }

    private void TrimZeros()
    {
        while (_buffer[_length - 1] == '0')
            _length--;
    }

    private static long Microseconds(DateTime time) => time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
}

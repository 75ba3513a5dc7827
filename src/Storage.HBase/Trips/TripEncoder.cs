using System.Buffers;
using System.Text.Json;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Trips;

/// <summary>Makes puts of trips. Not for several threads.</summary>
internal sealed class TripEncoder : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2_048);
    private readonly Utf8JsonWriter _writer;
    private readonly ByteArena _arena = new();

    public TripEncoder() => _writer = new Utf8JsonWriter(_buffer, Documents.Options);

    /// <summary>The put of a trip; doing it again changes nothing, because it bears its own timestamp.</summary>
    /// <exception cref="JsonException">The extras are not JSON.</exception>
    public Put Encode(Trip trip)
    {
        Span<byte> key = stackalloc byte[TripKey.MaxLength];
        key = key[..TripKey.Write(key, trip.Id)];
        return new Put(_arena.Copy(key)).Add(Columns.Raw, Columns.Data, Columns.Fixed, _arena.Copy(Document(trip)));
    }

    /// <summary>A trip's document; it is valid until the next call.</summary>
    /// <exception cref="JsonException">The extras are not JSON.</exception>
    public ReadOnlySpan<byte> Document(Trip trip)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        TripJson.Write(_writer, trip);
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}

using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>Reads the stream namespace that records name in a header. For one reader at a time.</summary>
/// <param name="header">The header's name, in ASCII and ended by a zero.</param>
internal sealed unsafe class NameReader(byte[] header)
{
    private byte[]? _last;

    /// <summary>What the last header of the name says, or null where there is none. Equal ones in a row are one array.</summary>
    public byte[]? Read(NativeMessage* message)
    {
        nint headers;
        if (Librdkafka.rd_kafka_message_headers(message, &headers) != 0)
            return null;
        byte* value;
        nuint size;
        fixed (byte* name = header)
            if (Librdkafka.rd_kafka_header_get_last(headers, name, &value, &size) != 0)
                return null;
        var bytes = new ReadOnlySpan<byte>(value, (int)size);
        return _last is not null && bytes.SequenceEqual(_last) ? _last : _last = bytes.ToArray();
    }
}

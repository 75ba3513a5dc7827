using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Appending;

/// <summary>Records with keys and headers, which the library takes one by one.</summary>
internal sealed unsafe partial class Producer
{
    private static readonly byte[] NoHeader = [0];

    private int HandOver(PendingAppend append, RecordName name)
    {
        var fields = stackalloc NativeField[6];
        var at = append.Bytes;
        var lengths = append.Lengths;
        // An empty array would give a null pointer, which is no value at all.
        byte[] headerValue = name.HeaderValue.Length > 0 ? name.HeaderValue : [0];
        fixed (byte* key = name.Key, header = name.Header ?? NoHeader, value = headerValue)
        {
            fields[1] = NativeField.Topic(_topic);
            fields[2] = NativeField.Partition(append.Partition);
            fields[3] = NativeField.Opaque(append.Opaque);
            fields[4] = NativeField.Key(key, name.Key.Length);
            fields[5] = NativeField.Header(header, value, name.HeaderValue.Length);
            var count = (nuint)(name.Header is null ? 5 : 6);
            // Once the last record is handed over, the append may be over and its memory gone.
            for (var sent = 0; sent < lengths.Length; at += lengths[sent++])
            {
                fields[0] = NativeField.Value(at, lengths[sent]);
                var error = Librdkafka.rd_kafka_produceva(_client.Handle, fields, count);
                if (error != 0)
                    return Refused(append, CodeOf(error), sent);
            }
        }
        return 0;
    }

    private static int CodeOf(nint error)
    {
        var code = Librdkafka.rd_kafka_error_code(error);
        Librdkafka.rd_kafka_error_destroy(error);
        return code;
    }
}

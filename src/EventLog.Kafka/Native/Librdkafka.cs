using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>
/// What is used of librdkafka's C interface, which keeps its binary form within a major version. Names, parameters and
/// results are those of <c>rdkafka.h</c>. The library itself comes with Confluent.Kafka.
/// </summary>
internal static unsafe partial class Librdkafka
{
    /// <summary>The kind of client that appends.</summary>
    public const int Producer = 0;

    /// <summary>The kind of client that reads.</summary>
    public const int Consumer = 1;

    /// <summary>Do not say goodbye to a group that was never joined.</summary>
    public const int DestroyWithoutClose = 0x8;

    /// <summary>Give up what is queued and what is under way, without waiting for it.</summary>
    public const int PurgeAll = 0x1 | 0x2 | 0x4;

    private const string Library = NativeLibraryName.Placeholder;

    [LibraryImport(Library)]
    public static partial nint rd_kafka_conf_new();

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_destroy(nint conf);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_conf_set(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_opaque(nint conf, nint opaque);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_log_cb(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> callback);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_events(nint conf, int events);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_new(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    public static partial void rd_kafka_destroy_flags(nint client, int flags);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_opaque(nint client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_topic_new(nint client, string topic, nint conf);

    [LibraryImport(Library)]
    public static partial void rd_kafka_topic_destroy(nint topic);

    [LibraryImport(Library)]
    public static partial int rd_kafka_metadata(nint client, int allTopics, nint onlyTopic, nint* metadata, int timeoutMs);

    [LibraryImport(Library)]
    public static partial void rd_kafka_metadata_destroy(nint metadata);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_new(nint client);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_get_main(nint client);

    [LibraryImport(Library)]
    public static partial void rd_kafka_queue_destroy(nint queue);

    /// <summary>Lets what comes to one queue come to another; to itself again where that is zero.</summary>
    [LibraryImport(Library)]
    public static partial void rd_kafka_queue_forward(nint from, nint to);

    [LibraryImport(Library)]
    public static partial void rd_kafka_queue_yield(nint queue);

    [LibraryImport(Library)]
    public static partial void rd_kafka_queue_cb_event_enable(nint queue, delegate* unmanaged[Cdecl]<nint, nint, void> callback, nint opaque);

    [LibraryImport(Library)]
    public static partial int rd_kafka_consume_start_queue(nint topic, int partition, long offset, nint queue);

    [LibraryImport(Library)]
    public static partial int rd_kafka_consume_stop(nint topic, int partition);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_consume_batch_queue(nint queue, int timeoutMs, NativeMessage** messages, nuint size);

    [LibraryImport(Library)]
    public static partial void rd_kafka_message_destroy(NativeMessage* message);

    [LibraryImport(Library)]
    [SuppressGCTransition] // Reads one field.
    public static partial long rd_kafka_message_timestamp(NativeMessage* message, int* type);

    [LibraryImport(Library)]
    [SuppressGCTransition] // Reads one field.
    public static partial int rd_kafka_message_status(NativeMessage* message);

    [LibraryImport(Library)]
    public static partial int rd_kafka_produce_batch(nint topic, int partition, int flags, NativeMessage* messages, int count);

    [LibraryImport(Library)]
    public static partial int rd_kafka_flush(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_purge(nint client, int flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_test_fatal_error(nint client, int error, string reason);

    [LibraryImport(Library)]
    public static partial int rd_kafka_fatal_error(nint client, byte* reason, nuint reasonSize);

    [LibraryImport(Library)]
    public static partial byte* rd_kafka_err2str(int error);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_poll(nint queue, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_event_type(nint @event);

    [LibraryImport(Library)]
    public static partial void rd_kafka_event_destroy(nint @event);

    [LibraryImport(Library)]
    public static partial int rd_kafka_event_error(nint @event);

    [LibraryImport(Library)]
    public static partial byte* rd_kafka_event_error_string(nint @event);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_event_opaque(nint @event);

    [LibraryImport(Library)]
    public static partial nuint rd_kafka_event_message_array(nint @event, NativeMessage** messages, nuint size);

    /// <summary>What an error code means.</summary>
    public static string Text(int error) => Text(rd_kafka_err2str(error));

    /// <summary>A text that the library owns.</summary>
    public static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}

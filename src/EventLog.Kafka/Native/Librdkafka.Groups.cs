using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>The offsets of groups, with their metadata, which Confluent.Kafka's classes leave out.</summary>
internal static unsafe partial class Librdkafka
{
    [LibraryImport(Library)]
    public static partial NativeTopicPartitionList* rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(Library)]
    public static partial void rd_kafka_topic_partition_list_destroy(NativeTopicPartitionList* list);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeTopicPartition* rd_kafka_topic_partition_list_add(NativeTopicPartitionList* list, string topic, int partition);

    [LibraryImport(Library)]
    public static partial int rd_kafka_committed(nint client, NativeTopicPartitionList* partitions, int timeoutMs);

    /// <summary>Stores offsets; what became of it comes to the queue as <see cref="NativeEvent.Commit"/>, with the opaque.</summary>
    [LibraryImport(Library)]
    public static partial int rd_kafka_commit_queue(nint client, NativeTopicPartitionList* offsets, nint queue, nint callback, nint opaque);

    [LibraryImport(Library)]
    public static partial NativeTopicPartitionList* rd_kafka_event_topic_partition_list(nint @event);

    /// <summary>Memory that the library will give back itself.</summary>
    [LibraryImport(Library)]
    public static partial void* rd_kafka_mem_malloc(nint client, nuint size);
}

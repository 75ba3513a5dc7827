using System.Runtime.InteropServices;

namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>Questions about topics and their offsets. What is found in an answer lives as long as the answer's event.</summary>
internal static unsafe partial class Librdkafka
{
    /// <summary>Operations that options are made for, <c>RD_KAFKA_ADMIN_OP_*</c>.</summary>
    public const int DescribeTopics = 19, ListOffsets = 21;

    /// <summary>Offsets that may be asked for in place of a time, <c>RD_KAFKA_OFFSET_SPEC_*</c>.</summary>
    public const long Earliest = -2, Latest = -1;

    /// <summary><c>RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED</c>.</summary>
    public const int ReadCommitted = 1;

    [LibraryImport(Library)]
    public static partial nint rd_kafka_AdminOptions_new(nint client, int operation);

    [LibraryImport(Library)]
    public static partial void rd_kafka_AdminOptions_destroy(nint options);

    [LibraryImport(Library)]
    public static partial int rd_kafka_AdminOptions_set_request_timeout(nint options, int timeoutMs, byte* error, nuint errorSize);

    /// <summary>The result is zero, or an error to be given back by <see cref="rd_kafka_error_destroy"/>.</summary>
    [LibraryImport(Library)]
    public static partial nint rd_kafka_AdminOptions_set_isolation_level(nint options, int level);

    [LibraryImport(Library)]
    public static partial void rd_kafka_AdminOptions_set_opaque(nint options, nint opaque);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_TopicCollection_of_topic_names(string[] topics, nuint count);

    [LibraryImport(Library)]
    public static partial void rd_kafka_TopicCollection_destroy(nint topics);

    [LibraryImport(Library)]
    public static partial void rd_kafka_DescribeTopics(nint client, nint topics, nint options, nint queue);

    [LibraryImport(Library)]
    public static partial nint* rd_kafka_DescribeTopics_result_topics(nint @event, nuint* count);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_TopicDescription_error(nint topic);

    [LibraryImport(Library)]
    public static partial byte* rd_kafka_error_string(nint error);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_TopicDescription_topic_id(nint topic);

    [LibraryImport(Library)]
    public static partial byte* rd_kafka_Uuid_base64str(nint id);

    [LibraryImport(Library)]
    public static partial nint* rd_kafka_TopicDescription_partitions(nint topic, nuint* count);

    [LibraryImport(Library)]
    public static partial nint* rd_kafka_TopicPartitionInfo_replicas(nint partition, nuint* count);

    /// <summary>Asks for offsets: each entry has what is asked for in the place of its offset.</summary>
    [LibraryImport(Library)]
    public static partial void rd_kafka_ListOffsets(nint client, NativeTopicPartitionList* partitions, nint options, nint queue);

    [LibraryImport(Library)]
    public static partial nint* rd_kafka_ListOffsets_result_infos(nint @event, nuint* count);

    [LibraryImport(Library)]
    public static partial NativeTopicPartition* rd_kafka_ListOffsetsResultInfo_topic_partition(nint info);
}

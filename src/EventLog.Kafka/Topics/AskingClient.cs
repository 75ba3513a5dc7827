using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Clients;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Topics;

/// <summary>
/// Asks what topics are and what is in their partitions. Answers come within <see cref="KafkaOptions.RequestTimeout"/>;
/// where there is none they are <see cref="KafkaException"/>.
/// </summary>
/// <remarks>
/// Confluent.Kafka 2.16 can ask that too, but its client for administration ends itself over a partition that has no replica
/// in sync: it answers nobody any more, and may take the process with it. Kafka from 4.1 on has such partitions, each whose
/// brokers are all away.
/// </remarks>
internal sealed unsafe class AskingClient : IDisposable
{
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _patience;
    private readonly TimeSpan _attempt;
    private readonly NativeClient _client;
    private readonly nint _topic;
    private readonly AnswerQueue _answers;

    public AskingClient(KafkaOptions options, ClientLog log)
    {
        _patience = options.RequestTimeout;
        _attempt = new TimeSpan(Math.Min(_patience.Ticks, Math.Max(_patience.Ticks / 3, ShortestAttempt.Ticks)));
        _client = NativeClient.Start(Librdkafka.Producer, ClientProperties.ForAsking(options), NativeEvent.Error, log);
        _topic = Librdkafka.rd_kafka_topic_new(_client.Handle, options.Topic, 0); // The client keeps up with topics that are in use.
        _answers = new AnswerQueue(_client, "Kafka answers");
    }

    /// <summary>What a topic is. The client also learns who leads its partitions now.</summary>
    public Task<TopicIdentity> DescribeAsync(string topic) => _answers.AskAsync(
        (queue, opaque) =>
        {
            var options = Options(Librdkafka.DescribeTopics, _patience, opaque);
            var topics = Librdkafka.rd_kafka_TopicCollection_of_topic_names([topic], 1);
            Librdkafka.rd_kafka_DescribeTopics(_client.Handle, topics, options, queue);
            Librdkafka.rd_kafka_TopicCollection_destroy(topics);
            Librdkafka.rd_kafka_AdminOptions_destroy(options);
            return 0;
        },
        ReadTopic);

    /// <summary>
    /// Offsets of partitions, as readers of committed records see them. The answer comes when all leaders have answered, or within
    /// a third of <see cref="KafkaOptions.RequestTimeout"/>, a second at least: one that is away keeps those of the others waiting.
    /// </summary>
    /// <param name="topic">Their topic.</param>
    /// <param name="partitions">Which.</param>
    /// <param name="wanted">
    /// <see cref="Librdkafka.Earliest"/>, <see cref="Librdkafka.Latest"/>, or a time in Unix milliseconds: the first offset of that
    /// time or later, -1 where there is none.
    /// </param>
    public Task<Dictionary<int, OffsetAnswer>> ListOffsetsAsync(string topic, IReadOnlyCollection<int> partitions, long wanted) => _answers.AskAsync(
        (queue, opaque) =>
        {
            var options = Options(Librdkafka.ListOffsets, _attempt, opaque);
            if (Librdkafka.rd_kafka_AdminOptions_set_isolation_level(options, Librdkafka.ReadCommitted) is var error and not 0)
                Librdkafka.rd_kafka_error_destroy(error);
            var list = Librdkafka.rd_kafka_topic_partition_list_new(partitions.Count);
            foreach (var partition in partitions)
                Librdkafka.rd_kafka_topic_partition_list_add(list, topic, partition)->Offset = wanted;
            Librdkafka.rd_kafka_ListOffsets(_client.Handle, list, options, queue);
            Librdkafka.rd_kafka_topic_partition_list_destroy(list);
            Librdkafka.rd_kafka_AdminOptions_destroy(options);
            return 0;
        },
        ReadOffsets);

    /// <inheritdoc/>
    public void Dispose()
    {
        _answers.Dispose();
        Librdkafka.rd_kafka_topic_destroy(_topic);
        _client.Dispose();
    }

    private nint Options(int operation, TimeSpan limit, nint opaque)
    {
        var options = Librdkafka.rd_kafka_AdminOptions_new(_client.Handle, operation);
        _ = Librdkafka.rd_kafka_AdminOptions_set_request_timeout(options, (int)limit.TotalMilliseconds, null, 0);
        Librdkafka.rd_kafka_AdminOptions_set_opaque(options, opaque);
        return options;
    }

    private static TopicIdentity ReadTopic(nint answer)
    {
        ThrowIfFailed(answer);
        nuint count;
        var topic = Librdkafka.rd_kafka_DescribeTopics_result_topics(answer, &count)[0];
        var error = Librdkafka.rd_kafka_TopicDescription_error(topic);
        if (error != 0 && Librdkafka.rd_kafka_error_code(error) is var code and not 0)
            throw new KafkaException(new Error((ErrorCode)code, Librdkafka.Text(Librdkafka.rd_kafka_error_string(error))));
        var id = Librdkafka.Text(Librdkafka.rd_kafka_Uuid_base64str(Librdkafka.rd_kafka_TopicDescription_topic_id(topic)));
        var partitions = new ReadOnlySpan<nint>(Librdkafka.rd_kafka_TopicDescription_partitions(topic, &count), (int)count);
        var replicas = int.MaxValue;
        foreach (var partition in partitions)
        {
            Librdkafka.rd_kafka_TopicPartitionInfo_replicas(partition, &count);
            replicas = Math.Min(replicas, (int)count);
        }
        return new TopicIdentity(id, partitions.Length, replicas);
    }

    private static Dictionary<int, OffsetAnswer> ReadOffsets(nint answer)
    {
        ThrowIfFailed(answer);
        nuint count;
        var infos = new ReadOnlySpan<nint>(Librdkafka.rd_kafka_ListOffsets_result_infos(answer, &count), (int)count);
        var offsets = new Dictionary<int, OffsetAnswer>(infos.Length);
        foreach (var info in infos)
        {
            var partition = Librdkafka.rd_kafka_ListOffsetsResultInfo_topic_partition(info);
            offsets[partition->Partition] = new OffsetAnswer((ErrorCode)partition->Error, partition->Offset);
        }
        return offsets;
    }

    private static void ThrowIfFailed(nint answer)
    {
        if (Librdkafka.rd_kafka_event_error(answer) is var error and not 0)
            throw new KafkaException(new Error((ErrorCode)error, Librdkafka.Text(Librdkafka.rd_kafka_event_error_string(answer))));
    }
}

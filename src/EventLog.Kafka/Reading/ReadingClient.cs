using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Reading;

/// <summary>A client that fetches partitions of one topic, each for one reader. Its pool decides which, and guards it.</summary>
internal sealed class ReadingClient(ReadingPool pool, NativeClient client, string topic, string topicId) : IDisposable
{
    private readonly HashSet<int> _inUse = [];
    private readonly nint _told = Librdkafka.rd_kafka_queue_get_main(client.Handle);

    /// <summary>The library's handle.</summary>
    public nint Handle => client.Handle;

    /// <summary>The library's handle of the topic.</summary>
    public nint Topic { get; } = Librdkafka.rd_kafka_topic_new(client.Handle, topic, 0);

    /// <summary>The topic's identity when the client was started.</summary>
    public string TopicId => topicId;

    /// <summary>Whether no partition is in use.</summary>
    public bool IsIdle => _inUse.Count == 0;

    /// <summary>Takes a partition, unless it is in use.</summary>
    public bool TryUse(int partition) => _inUse.Add(partition);

    /// <summary>Gives a partition back.</summary>
    public void EndUse(int partition) => _inUse.Remove(partition);

    /// <summary>Gives a partition back to the pool, which may end this client.</summary>
    public void Release(int partition) => pool.Release(this, partition);

    /// <summary>Drops what the client has told of itself, which its log has too. It would pile up.</summary>
    public void DropTold()
    {
        while (Librdkafka.rd_kafka_queue_poll(_told, 0) is var told and not 0)
            Librdkafka.rd_kafka_event_destroy(told);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Librdkafka.rd_kafka_queue_destroy(_told);
        Librdkafka.rd_kafka_topic_destroy(Topic);
        client.Dispose();
    }
}

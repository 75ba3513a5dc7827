namespace OrleansLambda.Streaming;

/// <summary>One queue for each partition: a queue's number is its partition's.</summary>
internal sealed class PartitionQueues : IStreamQueueMapper
{
    private const string Prefix = "partition";

    private volatile QueueId[] _queues;

    /// <summary>The queues of a log with <paramref name="partitions"/> partitions.</summary>
    public PartitionQueues(int partitions) => _queues = Create(partitions);

    /// <summary>All queues, by number.</summary>
    public IReadOnlyList<QueueId> All => _queues;

    /// <summary>The partition that <paramref name="queue"/> stands for.</summary>
    public static int PartitionOf(QueueId queue) => (int)queue.GetNumericId();

    /// <summary>Follows the log to another number of partitions.</summary>
    /// <returns>Whether it was another.</returns>
    public bool Resize(int partitions)
    {
        if (partitions == _queues.Length)
            return false;
        _queues = Create(partitions);
        return true;
    }

    /// <inheritdoc/>
    public IEnumerable<QueueId> GetAllQueues() => _queues;

    /// <inheritdoc/>
    public QueueId GetQueueForStream(StreamId streamId) =>
        throw new NotSupportedException("Which partition a stream's records stand in is decided by whoever appends them.");

    private static QueueId[] Create(int partitions) =>
        [.. Enumerable.Range(0, partitions).Select(static i => QueueId.GetQueueId(Prefix, (uint)i, (uint)i))];
}

using System.Collections.Concurrent;

namespace OrleansLambda.Streaming;

/// <summary>Makes what a pulling agent needs for a partition: new objects each time it takes the partition over, so that nothing of an earlier ownership is left.</summary>
internal sealed class EventLogAdapter(string name, PartitionServices services) : IQueueAdapter, IQueueAdapterCache
{
    private readonly ConcurrentDictionary<QueueId, PartitionReceiver> _created = new();

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsRewindable => false; // Where to go on is known by the log's commit and by the windows, not by a subscriber's token.

    /// <inheritdoc/>
    public StreamProviderDirection Direction => services.Producer is null ? StreamProviderDirection.ReadOnly : StreamProviderDirection.ReadWrite;

    /// <summary>Makes the receiver of <paramref name="queueId"/> and its cache. The agent asks for the cache first.</summary>
    public IQueueCache CreateQueueCache(QueueId queueId) =>
        (_created[queueId] = new PartitionReceiver(services, PartitionQueues.PartitionOf(queueId))).Cache;

    /// <summary>The receiver that goes with the cache made last.</summary>
    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => _created.TryRemove(queueId, out var receiver)
        ? receiver
        : throw new InvalidOperationException($"A receiver of {queueId} was asked for before its cache.");

    /// <inheritdoc/>
    public Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        services.Producer?.ProduceAsync(streamId, events, token)
        ?? throw new NotSupportedException($"Stream provider '{name}' reads an event log; events are appended to the log itself.");
}

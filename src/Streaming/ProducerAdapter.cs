namespace OrleansLambda.Streaming;

/// <summary>A stream provider outside of silos: it appends to the log, and leaves the reading to the silos.</summary>
internal sealed class ProducerAdapter(string name, StreamProducer producer) : IQueueAdapterFactory, IQueueAdapter
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsRewindable => false; // As in the silos, which subscribe on behalf of clients.

    /// <inheritdoc/>
    public StreamProviderDirection Direction => StreamProviderDirection.WriteOnly;

    /// <inheritdoc/>
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    /// <inheritdoc/>
    public Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        producer.ProduceAsync(streamId, events, token);

    /// <inheritdoc/>
    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => throw ReadsNothing();

    /// <inheritdoc/>
    public IQueueAdapterCache GetQueueAdapterCache() => throw ReadsNothing();

    /// <inheritdoc/>
    public IStreamQueueMapper GetStreamQueueMapper() => throw ReadsNothing();

    /// <inheritdoc/>
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => throw ReadsNothing();

    private NotSupportedException ReadsNothing() => new($"Stream provider '{name}' reads its log in silos only; this is a client.");
}

using Orleans.Providers.Streams.Common;

namespace OrleansLambda.Streaming;

/// <summary>What one read of a partition brought, as Orleans carries it: one item.</summary>
/// <param name="stream">The partition's stream.</param>
/// <param name="lastOffset">The offset of the last record read; the order of containers is theirs.</param>
/// <param name="item">What the subscriber receives.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.PartitionContainer")]
internal sealed class PartitionContainer(StreamId stream, long lastOffset, object item) : IBatchContainer
{
    [Id(0)]
    private readonly StreamId _stream = stream;

    [Id(1)]
    private readonly long _lastOffset = lastOffset;

    [Id(2)]
    private readonly object _item = item;

    /// <summary>The read that this container stands for; it stays with the reader.</summary>
    [field: NonSerialized]
    public PartitionRead? Read { get; init; }

    /// <inheritdoc/>
    public StreamId StreamId => _stream;

    /// <inheritdoc/>
    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(_lastOffset);

    /// <inheritdoc/>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        // A subscriber that expects something else shall fail: no events would count as delivered.
        [Tuple.Create((T)_item, SequenceToken)];

    /// <inheritdoc/>
    public bool ImportRequestContext() => false;
}

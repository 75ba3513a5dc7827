using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>One item on its way to the subscribers of a stream, made from records of a partition up to an offset.</summary>
/// <param name="stream">The stream.</param>
/// <param name="lastOffset">The offset of the last record that the item was made from; the item's sequence token.</param>
/// <param name="item">What a subscriber receives: immutable, and serializable by Orleans.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.StreamItem")]
public sealed class StreamItem(StreamId stream, long lastOffset, object item) : IBatchContainer
{
    [Id(0)]
    private readonly StreamId _stream = stream;

    [Id(1)]
    private readonly long _lastOffset = lastOffset;

    [Id(2)]
    private readonly object _item = item;

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

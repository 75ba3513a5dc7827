using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;

namespace OrleansLambda.Streaming.Records;

/// <summary>
/// Records of one stream that were read together. A record becomes an item where the subscriber is, since only there is
/// it known which type is asked for.
/// </summary>
[GenerateSerializer, Immutable, SerializationCallbacks(typeof(OnDeserializedCallbacks)), Alias("OrleansLambda.RecordBatch")]
internal sealed partial class RecordBatch : IBatchContainer, IOnDeserialized
{
    [Id(0)]
    private readonly StreamId _stream;

    [Id(1)]
    private readonly string _provider;

    [Id(2)]
    private readonly int _partition;

    [Id(3)]
    private readonly long[] _offsets;

    [Id(4)]
    private readonly byte[][] _values;

    [NonSerialized]
    private RecordFormat? _format;

    /// <summary>Records of <paramref name="stream"/>, offsets strictly rising.</summary>
    public RecordBatch(StreamId stream, string provider, int partition, long[] offsets, byte[][] values, RecordFormat format)
    {
        (_stream, _provider, _partition, _offsets, _values) = (stream, provider, partition, offsets, values);
        _format = format;
    }

    /// <inheritdoc/>
    public StreamId StreamId => _stream;

    /// <inheritdoc/>
    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(_offsets[0]);

    /// <inheritdoc/>
    public void OnDeserialized(DeserializationContext context) =>
        _format = context.ServiceProvider.GetRequiredKeyedService<RecordFormat>(_provider);

    /// <summary>The records as items, each with its offset as token. What is no item of that type is told and left out.</summary>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>()
    {
        for (var i = 0; i < _offsets.Length; i++)
            if (_format!.TryRead<T>(_values[i], _stream, _partition, _offsets[i], out var item))
                yield return Tuple.Create<T, StreamSequenceToken>(item, new EventSequenceTokenV2(_offsets[i]));
    }

    /// <inheritdoc/>
    public bool ImportRequestContext() => false;
}

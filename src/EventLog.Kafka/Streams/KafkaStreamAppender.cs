using System.Text;
using System.Text.Unicode;
using Orleans.Runtime;
using OrleansLambda.EventLog.Kafka.Appending;

namespace OrleansLambda.EventLog.Kafka.Streams;

/// <summary>
/// Appends to a topic: the record's key is the stream's, its partition follows from the key by Kafka's own hash, and a
/// header names the namespace where it is not the provider's.
/// </summary>
internal sealed class KafkaStreamAppender(KafkaConnection kafka, KafkaStreamOptions options) : IStreamAppender
{
    // A topic may get more partitions; where nobody reads it in this process, it is looked for them as often.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly byte[] _namespace = Encoding.UTF8.GetBytes(options.NamespaceOrTopic);
    private readonly byte[]? _header = options.NamespaceHeader.Length == 0 ? null : Encoding.ASCII.GetBytes(options.NamespaceHeader + '\0');
    private long _lookedAt;

    /// <inheritdoc/>
    public async Task AppendAsync(StreamId stream, IReadOnlyList<ReadOnlyMemory<byte>> values, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (values.Count == 0)
            throw new ArgumentException("An append has at least one value.", nameof(values));
        var name = NameOf(stream);
        var topic = await TopicAsync(cancellationToken);
        var weight = 0L;
        foreach (var value in values)
        {
            var length = value.Length + name.Length;
            if (length > topic.MaxRecordBytes)
                throw new ArgumentException(
                    $"An item of {value.Length} bytes for stream {stream} takes {length} with its key and namespace; topic {options.Topic} takes {topic.MaxRecordBytes}. Nothing was appended.",
                    nameof(values));
            weight += length + KafkaEventLog.RecordOverhead;
        }
        await kafka.Appending.AppendAsync(Murmur2.PartitionOf(name.Key, topic.Partitions), values, weight, name, cancellationToken);
    }

    private RecordName NameOf(StreamId stream)
    {
        var key = stream.Key.ToArray();
        if (key.Length == 0)
            throw new ArgumentException("A stream without a key cannot be written to; nothing was appended.", nameof(stream));
        if (!Utf8.IsValid(key) || !Utf8.IsValid(stream.Namespace.Span))
            throw new ArgumentException($"Stream {stream} cannot be written to: its key and its namespace must be valid UTF-8. Nothing was appended.", nameof(stream));
        if (stream.Namespace.Span.SequenceEqual(_namespace))
            return new RecordName(key, null, []);
        if (_header is null)
            throw new ArgumentException(
                $"Stream {stream} cannot be written to: its namespace is not '{options.NamespaceOrTopic}', and no header is set to name another. Nothing was appended.", nameof(stream));
        return new RecordName(key, _header, stream.Namespace.ToArray());
    }

    private async ValueTask<LogDescription> TopicAsync(CancellationToken cancellationToken)
    {
        var last = kafka.Topic.Last;
        var looked = Volatile.Read(ref _lookedAt);
        if (last is not null && looked != 0 && kafka.Time.GetElapsedTime(looked) < LookAgainAfter)
            return last;
        Volatile.Write(ref _lookedAt, kafka.Time.GetTimestamp());
        try
        {
            return await kafka.Topic.DescribeAsync(cancellationToken);
        }
        catch (StoreUnavailableException) when (last is not null)
        {
            return last; // The append itself waits for brokers that are away.
        }
    }
}

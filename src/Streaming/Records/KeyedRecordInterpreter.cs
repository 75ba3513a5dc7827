using System.Runtime.InteropServices;
using System.Text;

namespace OrleansLambda.Streaming.Records;

/// <summary>
/// Each key of the log is a stream, in the namespace that its record names, else in the provider's; records without a key
/// are one stream a partition.
/// </summary>
/// <param name="streamNamespace">The provider's namespace.</param>
/// <param name="provider">The stream provider's name.</param>
/// <param name="format">How records become items.</param>
internal sealed class KeyedRecordInterpreter(string streamNamespace, string provider, RecordFormat format) : IRecordInterpreter
{
    private const string BadKey = "the record's key is not valid UTF-8, so it names no stream";
    private const string BadNamespace = "the stream namespace that the record names is not valid UTF-8 of at most 65,535 bytes, so it names no stream";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public Interpretation Interpret(PartitionId partition, IReadOnlyList<LogRecord> records)
    {
        var byStream = new Dictionary<StreamId, List<int>>();
        List<DeadLetter>? letters = null;
        for (var i = 0; i < records.Count; i++)
        {
            if (WhyUnnamed(records[i], partition.Partition, out var stream) is { } reason)
                (letters ??= []).Add(DeadLetter.Of(partition, records[i], reason));
            else
                (CollectionsMarshal.GetValueRefOrAddDefault(byStream, stream, out _) ??= []).Add(i);
        }
        return new Interpretation([.. byStream.Select(Batch)], letters ?? (IReadOnlyList<DeadLetter>)[]);

        // The records' memory is the reader's; what is delivered later needs its own.
        IBatchContainer Batch(KeyValuePair<StreamId, List<int>> group) => new RecordBatch(
            group.Key,
            provider,
            partition.Partition,
            [.. group.Value.Select(i => records[i].Offset)],
            [.. group.Value.Select(i => records[i].Value.ToArray())],
            format);
    }

    // Why the record is in no stream, or null.
    private string? WhyUnnamed(LogRecord record, int partition, out StreamId stream)
    {
        stream = default;
        string ns;
        try
        {
            ns = record.Namespace is null ? streamNamespace : StrictUtf8.GetString(record.Namespace);
        }
        catch (DecoderFallbackException)
        {
            return BadNamespace;
        }
        if (record.Namespace?.Length > ushort.MaxValue) // Orleans would take what is left over for a part of the key.
            return BadNamespace;
        try
        {
            stream = record.Key.IsEmpty ? StreamId.Create(ns, partition) : StreamId.Create(ns, StrictUtf8.GetString(record.Key.Span));
            return null;
        }
        catch (DecoderFallbackException)
        {
            return BadKey;
        }
    }
}

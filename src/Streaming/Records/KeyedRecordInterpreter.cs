using System.Runtime.InteropServices;
using System.Text;

namespace OrleansLambda.Streaming.Records;

/// <summary>Each key of the log is a stream, in one namespace; records without a key are one stream a partition.</summary>
/// <param name="streamNamespace">The namespace.</param>
/// <param name="provider">The stream provider's name.</param>
/// <param name="format">How records become items.</param>
internal sealed class KeyedRecordInterpreter(string streamNamespace, string provider, RecordFormat format) : IRecordInterpreter
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public Interpretation Interpret(PartitionId partition, IReadOnlyList<LogRecord> records)
    {
        var byStream = new Dictionary<StreamId, List<int>>();
        List<DeadLetter>? letters = null;
        for (var i = 0; i < records.Count; i++)
        {
            if (StreamOf(records[i], partition.Partition) is not { } stream)
                (letters ??= []).Add(DeadLetter.Of(partition, records[i], "the record's key is not valid UTF-8, so it names no stream"));
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

    private StreamId? StreamOf(LogRecord record, int partition)
    {
        if (record.Key.IsEmpty)
            return StreamId.Create(streamNamespace, partition);
        try
        {
            return StreamId.Create(streamNamespace, StrictUtf8.GetString(record.Key.Span));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

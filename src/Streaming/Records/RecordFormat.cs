using System.Diagnostics.CodeAnalysis;

namespace OrleansLambda.Streaming.Records;

/// <summary>
/// Reads items from records for subscribers. One that cannot be read is told as an error, and passed over: no attempt would
/// end otherwise. One that has no value, as those that end a key in a compacted topic, is passed over without a word.
/// </summary>
internal sealed partial class RecordFormat(string provider, IStreamFormat format, ILogger<RecordFormat> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Reads a record's value.</summary>
    public bool TryRead<T>(byte[] value, StreamId stream, int partition, long offset, [MaybeNullWhen(false)] out T item)
    {
        try
        {
            item = format.Read<T>(value);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a format or an item's own constructor throws, it would throw again.
            if (value.Length > 0)
            {
                LogUnreadable(offset, partition, stream, e is FormatException ? e.Message : $"Reading it failed with {e.GetType().Name}: {e.Message}");
                StreamMetrics.Unreadable(provider);
            }
            item = default;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The record at offset {Offset} of partition {Partition} was not delivered to stream {Stream}. {Reason}")]
    private partial void LogUnreadable(long offset, int partition, StreamId stream, string reason);
}

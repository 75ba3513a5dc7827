namespace OrleansLambda.Streaming;

/// <summary>Appends what is sent to the streams of a provider.</summary>
internal sealed class StreamProducer(string provider, IStreamAppender appender, IStreamFormat format)
{
    /// <summary>Appends items to a stream, and returns once all of them are durable. The caller's request context stays behind.</summary>
    /// <exception cref="ArgumentException">An item cannot be written, or a token is given; nothing was appended.</exception>
    public async Task ProduceAsync<T>(StreamId stream, IEnumerable<T> items, StreamSequenceToken? token)
    {
        if (token is not null)
            throw new ArgumentException($"Stream provider '{provider}' takes no sequence token: the log decides where an item stands.", nameof(token));
        ReadOnlyMemory<byte>[] values = [.. items.Select(item => Write(stream, item))];
        if (values.Length > 0)
            await appender.AppendAsync(stream, values);
    }

    private ReadOnlyMemory<byte> Write<T>(StreamId stream, T item)
    {
        if (item is null)
            throw new ArgumentException($"An item for stream {stream} of provider '{provider}' is null; nothing was appended.", nameof(item));
        try
        {
            return format.Write(item);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"An item for stream {stream} of provider '{provider}' cannot be written; nothing was appended. {e.Message}", nameof(item), e);
        }
    }
}

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>Appends to a log what is sent to a stream, so that whoever reads the log finds it in that stream. Thread-safe.</summary>
/// <remarks>Failure and cancellation are as in <see cref="IEventLog"/>.</remarks>
public interface IStreamAppender
{
    /// <summary>
    /// Appends values, in their order, and returns once all of them are durable. Where it throws
    /// <see cref="OutcomeUnknownException"/>, any of them may be there; else none is.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="values">At least one value. The memory may be used again once the call has returned.</param>
    /// <param name="cancellationToken">Gives up waiting; the values may be appended all the same.</param>
    /// <exception cref="ArgumentException">The log takes no such stream, or no value as long; nothing was appended.</exception>
    Task AppendAsync(StreamId stream, IReadOnlyList<ReadOnlyMemory<byte>> values, CancellationToken cancellationToken = default);
}

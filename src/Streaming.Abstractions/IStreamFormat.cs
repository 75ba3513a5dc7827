namespace OrleansLambda.Streaming.Abstractions;

/// <summary>How an item of a stream is read from a record's value. Thread-safe.</summary>
public interface IStreamFormat
{
    /// <summary>Reads an item.</summary>
    /// <exception cref="FormatException">The value is no <typeparamref name="T"/>; the message says what is wrong with it.</exception>
    T Read<T>(ReadOnlyMemory<byte> value);
}

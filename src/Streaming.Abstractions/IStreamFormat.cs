namespace OrleansLambda.Streaming.Abstractions;

/// <summary>How an item of a stream is read from a record's value, and written to one. Thread-safe.</summary>
public interface IStreamFormat
{
    /// <summary>Reads an item.</summary>
    /// <exception cref="FormatException">The value is no <typeparamref name="T"/>; the message says what is wrong with it.</exception>
    T Read<T>(ReadOnlyMemory<byte> value);

    /// <summary>Writes an item, so that <see cref="Read{T}"/> gives an equal one. The item is not null.</summary>
    /// <exception cref="FormatException">The item cannot be written; the message says why.</exception>
    ReadOnlyMemory<byte> Write<T>(T item);
}

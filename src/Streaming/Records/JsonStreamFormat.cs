using System.Text;
using System.Text.Json;

namespace OrleansLambda.Streaming.Records;

/// <summary>
/// Items as JSON in UTF-8, by <see cref="JsonSerializer"/>. Bytes, memory of bytes and strings are
/// the value as it is.
/// </summary>
/// <param name="options">How items are read and written; the web's conventions where nothing is said.</param>
public sealed class JsonStreamFormat(JsonSerializerOptions? options = null) : IStreamFormat
{
    private readonly JsonSerializerOptions _options = options ?? JsonSerializerOptions.Web;

    /// <inheritdoc/>
    public T Read<T>(ReadOnlyMemory<byte> value)
    {
        if (typeof(T) == typeof(byte[]))
            return (T)(object)value.ToArray();
        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
            return (T)(object)value;
        if (typeof(T) == typeof(string))
            return (T)(object)Encoding.UTF8.GetString(value.Span);
        if (value.IsEmpty)
            throw new FormatException($"There is no value; a {typeof(T).Name} in JSON is expected.");
        try
        {
            return JsonSerializer.Deserialize<T>(value.Span, _options)
                ?? throw new FormatException($"The value is null; a {typeof(T).Name} in JSON is expected.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The value is no {typeof(T).Name} in JSON: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Write<T>(T item)
    {
        switch (item)
        {
            case byte[] bytes:
                return bytes;
            case ReadOnlyMemory<byte> memory:
                return memory;
            case string text:
                return Encoding.UTF8.GetBytes(text);
        }
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(item, _options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FormatException($"The {typeof(T).Name} cannot be written as JSON: {e.Message}", e);
        }
    }
}

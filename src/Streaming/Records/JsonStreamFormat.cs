using System.Text;
using System.Text.Json;

namespace OrleansLambda.Streaming.Records;

/// <summary>
/// Items as JSON in UTF-8, by <see cref="JsonSerializer"/>. A subscriber that asks for bytes, memory of bytes, or a string
/// receives the value as it is.
/// </summary>
/// <param name="options">How items are read; the web's conventions where nothing is said.</param>
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
}

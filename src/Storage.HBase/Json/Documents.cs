using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>How documents are written: compact, and with no more escapes than JSON asks for.</summary>
internal static class Documents
{
    /// <summary>How they are written. That they are well formed is for tests to say.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A document of an object.</summary>
    public static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> writeProperties)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writeProperties(writer, value);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A reader that stands on the object's start: each further read gives a property's name or the object's end.</summary>
    /// <exception cref="JsonException">It is no object.</exception>
    public static Utf8JsonReader Read(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? reader : throw new JsonException("A document is a JSON object.");
    }
}

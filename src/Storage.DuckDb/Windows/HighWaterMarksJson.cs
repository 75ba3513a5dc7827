using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Storage.DuckDb.Windows;

/// <summary>High-water marks as a row keeps them: <c>{"topicId/partition":offset}</c>.</summary>
internal static class HighWaterMarksJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes marks. <paramref name="buffer"/> is cleared first.</summary>
    public static ReadOnlySpan<byte> Write(HighWaterMarks marks, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        foreach (var (partition, offset) in marks)
            writer.WriteNumber(partition.ToString(), offset);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    /// <summary>A writer for <see cref="Write"/>.</summary>
    public static Utf8JsonWriter CreateWriter(ArrayBufferWriter<byte> buffer) => new(buffer, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static HighWaterMarks Read(ReadOnlySpan<byte> utf8)
    {
        var marks = HighWaterMarks.None;
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var partition = PartitionId.Parse(reader.GetString()!);
            reader.Read();
            marks = marks.With(partition, reader.GetInt64());
        }
        return marks;
    }
}

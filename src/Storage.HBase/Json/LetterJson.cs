using System.Globalization;
using System.Text.Json;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>A dead letter's document: <c>{"topic_id":…,"partition":…,"offset":…,"reason":…,"appended_at":…,"length":…,"value":"base64"}</c>.</summary>
internal static class LetterJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Writes a letter; its time to the microsecond.</summary>
    public static byte[] Write(DeadLetter letter) => Documents.Write(letter, static (writer, letter) =>
    {
        writer.WriteString("topic_id", letter.Key.TopicId);
        writer.WriteNumber("partition", letter.Key.Partition);
        writer.WriteNumber("offset", letter.Key.Offset);
        writer.WriteString("reason", letter.Reason);
        writer.WriteString("appended_at", letter.AppendedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        writer.WriteNumber("length", letter.Length);
        writer.WriteBase64String("value", letter.Value.Span);
    });

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no such document.</exception>
    public static DeadLetter Read(ReadOnlySpan<byte> document)
    {
        var (topic, partition, offset, reason, appendedAt, length, value) = ("", 0, 0L, "", DateTimeOffset.MinValue, 0, Array.Empty<byte>());
        var reader = Documents.Read(document);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "topic_id":
                    topic = reader.GetString()!;
                    break;
                case "partition":
                    partition = reader.GetInt32();
                    break;
                case "offset":
                    offset = reader.GetInt64();
                    break;
                case "reason":
                    reason = reader.GetString()!;
                    break;
                case "appended_at":
                    appendedAt = DateTimeOffset.ParseExact(reader.GetString()!, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                    break;
                case "length":
                    length = reader.GetInt32();
                    break;
                case "value":
                    value = reader.GetBytesFromBase64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return new DeadLetter(new DeadLetterKey(topic, partition, offset), reason, appendedAt, value, length);
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansLambda.Api.Endpoints;

/// <summary>A dead letter's key as a cursor: <c>partition.offset.topic</c>, the topic id in base64 that suits an address.</summary>
internal static class DeadLetterCursor
{
    public static string Format(DeadLetterKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Partition}.{key.Offset}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key.TopicId))}");

    public static bool TryParse(string text, out DeadLetterKey key)
    {
        key = default;
        if (text.Split('.') is not [var partition, var offset, var topic]
            || !int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
            || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var o)
            || !Base64Url.IsValid(topic))
            return false;
        key = new DeadLetterKey(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(topic)), p, o);
        return true;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OrleansLambda.Api.Contracts;

/// <summary>A dead letter. The value is text where its bytes are UTF-8, else base64, and <see cref="Encoding"/> says which.</summary>
internal sealed record DeadLetterDto(
    string TopicId,
    int Partition,
    long Offset,
    string Reason,
    DateTimeOffset AppendedAt,
    string Value,
    string Encoding,
    int Length,
    bool Truncated)
{
    public const string Utf8 = "utf-8";
    public const string Base64 = "base64";

    public static DeadLetterDto From(DeadLetter letter)
    {
        var truncated = letter.Value.Length < letter.Length;
        var value = truncated ? WithoutCutCharacter(letter.Value.Span) : letter.Value.Span;
        var isText = System.Text.Unicode.Utf8.IsValid(value);
        return new DeadLetterDto(
            letter.Key.TopicId,
            letter.Key.Partition,
            letter.Key.Offset,
            letter.Reason,
            letter.AppendedAt,
            isText ? System.Text.Encoding.UTF8.GetString(value) : Convert.ToBase64String(letter.Value.Span),
            isText ? Utf8 : Base64,
            letter.Length,
            truncated);
    }

    // A letter quotes a record's first bytes, and the last of them may be the beginning of a character.
    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> value)
    {
        const int LongestCharacter = 4;
        for (var cut = 1; cut < LongestCharacter && cut <= value.Length; cut++)
            if (Rune.DecodeFromUtf8(value[^cut..], out _, out _) == OperationStatus.NeedMoreData)
                return value[..^cut];
        return value;
    }
}

using System.Text;

namespace OrleansLambda.Storage.HBase.Keys;

/// <summary>
/// A dead letter's row: <c>letter/topic partition offset</c>, the numbers in fixed width. Keys sort by the topic id's UTF-8
/// bytes, whatever they are: the space that ends it lies below all bytes that stand in it, because those up to
/// <c>!</c> are written as <c>!</c> and a letter.
/// </summary>
internal static class LetterKey
{
    private const byte Escape = (byte)'!';
    private const byte FirstEscaped = (byte)'@';
    private const int PartitionWidth = 10;
    private const int OffsetWidth = 19;

    /// <summary>What all keys of letters begin with.</summary>
    public static ReadOnlyMemory<byte> Prefix { get; } = "letter/"u8.ToArray();

    /// <summary>A letter's key.</summary>
    public static byte[] Of(DeadLetterKey letter)
    {
        var key = new List<byte>(Prefix.Length + letter.TopicId.Length + PartitionWidth + OffsetWidth + 2);
        key.AddRange(Prefix.Span);
        foreach (var b in Encoding.UTF8.GetBytes(letter.TopicId))
        {
            if (b <= Escape)
                key.AddRange([Escape, (byte)(FirstEscaped + b)]);
            else
                key.Add(b);
        }
        Span<byte> numbers = stackalloc byte[1 + PartitionWidth + 1 + OffsetWidth];
        numbers[0] = numbers[1 + PartitionWidth] = (byte)' ';
        KeyText.WriteDigits(numbers.Slice(1, PartitionWidth), (ulong)letter.Partition);
        KeyText.WriteDigits(numbers[^OffsetWidth..], (ulong)letter.Offset);
        key.AddRange(numbers);
        return [.. key];
    }
}

using System.Globalization;

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>
/// A partition of one particular log. A topic that is deleted and made again starts its offsets from zero under the
/// same name, so it is the topic's identity, not its name, that stands here.
/// </summary>
/// <param name="TopicId">The identity that the log gave the topic when it was created.</param>
/// <param name="Partition">The partition's number, from zero.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.PartitionId")]
public readonly record struct PartitionId([property: Id(0)] string TopicId, [property: Id(1)] int Partition)
{
    /// <summary><c>topicId/partition</c>, as high-water marks are stored.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TopicId}/{Partition}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text has no slash followed by a number.</exception>
    public static PartitionId Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash >= 0 && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? new PartitionId(text[..slash], partition)
            : throw new FormatException($"'{text}' is not a partition; topicId/number is.");
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansLambda.EventLog.Kafka.Commits;

/// <summary>What of a commit Kafka has no field for: it stands in the offset's metadata, as JSON.</summary>
/// <param name="TopicId">The topic the offset belongs to.</param>
/// <param name="Counted">Records below the offset that are counted.</param>
/// <param name="DeadLettered">Records below the offset that stand in the dead letters.</param>
/// <param name="AppendedAt">When the last record below the offset was appended.</param>
/// <param name="Missed">Offsets below the offset whose records retention had removed before they were read.</param>
internal sealed record CommitMetadata(
    [property: JsonPropertyName("topic_id")] string TopicId,
    [property: JsonPropertyName("counted")] long Counted,
    [property: JsonPropertyName("dead_lettered")] long DeadLettered,
    [property: JsonPropertyName("appended_at")] DateTimeOffset? AppendedAt,
    [property: JsonPropertyName("missed")] long Missed)
{
    /// <summary>The metadata to store with <paramref name="commit"/>.</summary>
    public static byte[] Write(LogCommit commit) => JsonSerializer.SerializeToUtf8Bytes(
        new CommitMetadata(commit.TopicId, commit.Counted, commit.DeadLettered, commit.AppendedAt, commit.Missed), CommitJson.Default.CommitMetadata);

    /// <summary>The commit that was stored, or null where somebody else stored the offset.</summary>
    public static LogCommit? Read(long offset, ReadOnlySpan<byte> metadata)
    {
        try
        {
            return JsonSerializer.Deserialize(metadata, CommitJson.Default.CommitMetadata) is { TopicId: not null } stored
                ? new LogCommit(stored.TopicId, offset, stored.Counted, stored.DeadLettered, stored.AppendedAt, stored.Missed)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text.Json;

namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>
/// A replay's progress, as it is stored. It may lag behind the log, never run ahead of it: what it says is sent, is in
/// the log, and what else is there is found by reading on from its offsets.
/// </summary>
/// <param name="TopicId">The topic that the offsets belong to.</param>
/// <param name="Number">Which replay of the dataset it is, from 1.</param>
/// <param name="Owner">The run that wrote this; tells a run whose write had an unknown outcome whether it was its own.</param>
/// <param name="Next">Every trip below this ordinal is in the log.</param>
/// <param name="Trips">How many trips there are below it.</param>
/// <param name="Rejected">How many records below it are no trips.</param>
/// <param name="Done">The whole dataset is in the log.</param>
/// <param name="Partitions">For each partition that the replay sends to, how far it has come there. Their number stays as
/// it was at the start, also when the log gets more: it decides which trip goes where.</param>
internal sealed record ReplayState(
    string TopicId,
    int Number,
    Guid Owner,
    long Next,
    long Trips,
    long Rejected,
    bool Done,
    ReplayPosition[] Partitions)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Where the progress of a dataset's replays is kept.</summary>
    public static string KeyOf(string fingerprint) => $"replay/{fingerprint}";

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static ReplayState Parse(string json) => JsonSerializer.Deserialize<ReplayState>(json, Json)
        ?? throw new JsonException("The progress of a replay is an object.");

    /// <summary>The state as a document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

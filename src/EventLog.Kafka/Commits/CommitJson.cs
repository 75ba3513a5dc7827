using System.Text.Json.Serialization;

namespace OrleansLambda.EventLog.Kafka.Commits;

/// <summary>How commits are written.</summary>
[JsonSerializable(typeof(CommitMetadata))]
internal sealed partial class CommitJson : JsonSerializerContext;

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>Names one record, in the order of topic id (by its UTF-8 bytes), partition, offset.</summary>
public readonly record struct DeadLetterKey(string TopicId, int Partition, long Offset);

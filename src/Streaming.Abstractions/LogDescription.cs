namespace OrleansLambda.Streaming.Abstractions;

/// <summary>What a log is.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="TopicId">Its identity: another one after the topic was deleted and created again.</param>
/// <param name="Partitions">How many partitions it has, at least one, numbered from zero.</param>
/// <param name="MaxRecordBytes">The length of the longest record it takes.</param>
public sealed record LogDescription(string Topic, string TopicId, int Partitions, int MaxRecordBytes);

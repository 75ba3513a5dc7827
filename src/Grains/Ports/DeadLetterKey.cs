namespace OrleansLambda.Grains.Ports;

/// <summary>Names one record, in the order topic id (ordinal), partition, offset.</summary>
public readonly record struct DeadLetterKey(string TopicId, int Partition, long Offset);

namespace OrleansLambda.EventLog.Kafka.Topics;

/// <summary>What the brokers say a topic is.</summary>
/// <param name="Id">Its identity, which no other topic will ever have.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Replicas">How many replicas the partition has that has fewest.</param>
internal sealed record TopicIdentity(string Id, int Partitions, int Replicas);

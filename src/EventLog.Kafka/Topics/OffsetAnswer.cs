namespace OrleansLambda.EventLog.Kafka.Topics;

/// <summary>What the brokers say of a partition's offset.</summary>
/// <param name="Error">What is wrong with the partition.</param>
/// <param name="Offset">The offset.</param>
internal readonly record struct OffsetAnswer(ErrorCode Error, long Offset)
{
    /// <summary>The answer where a leader did not answer in time.</summary>
    public static readonly OffsetAnswer None = new(ErrorCode.NoError, Confluent.Kafka.Offset.Unset);

    /// <summary>The answer where the partition has no leader.</summary>
    public static readonly OffsetAnswer NoLeader = new(ErrorCode.LeaderNotAvailable, Confluent.Kafka.Offset.Unset);

    /// <summary>Whether nothing is wrong, nor anything known: where a leader did not answer in time, the client gives such an answer.</summary>
    public bool IsNone => Error == ErrorCode.NoError && Offset == Confluent.Kafka.Offset.Unset;
}

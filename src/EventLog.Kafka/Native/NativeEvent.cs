namespace OrleansLambda.EventLog.Kafka.Native;

/// <summary>Kinds of events that a client's queue holds, <c>RD_KAFKA_EVENT_*</c>.</summary>
internal static class NativeEvent
{
    /// <summary>What became of records that were to be appended.</summary>
    public const int Delivery = 0x1;

    /// <summary>Something is wrong with the client or its brokers.</summary>
    public const int Error = 0x8;

    /// <summary>What became of offsets that were to be stored.</summary>
    public const int Commit = 0x20;
}

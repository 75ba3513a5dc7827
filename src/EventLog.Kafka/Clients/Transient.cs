namespace OrleansLambda.EventLog.Kafka.Clients;

/// <summary>Refusals that pass by themselves: a leader or a coordinator was chosen just now, and not everyone knows yet.</summary>
internal static class Transient
{
    /// <summary>How long to wait before asking again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether asking again may help.</summary>
    public static bool Is(ErrorCode code) => code is
        ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable or ErrorCode.ReplicaNotAvailable or ErrorCode.OffsetNotAvailable
        or ErrorCode.UnknownLeaderEpoch or ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownPartition
        or ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.NotCoordinatorForGroup;
}

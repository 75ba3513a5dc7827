namespace OrleansLambda.Streaming.Abstractions;

/// <summary>Hears how the partitions that this silo reads come along. Thread-safe; the methods return at once and never throw.</summary>
public interface IPartitionObserver
{
    /// <summary>This silo starts to read <paramref name="partition"/>.</summary>
    void Acquired(int partition);

    /// <summary>How far a partition is worked off, about twice a second, also when nothing happens.</summary>
    void Progressed(PartitionProgress progress);

    /// <summary>Records of a partition stand in the dead letters now; a record may be told of again.</summary>
    void DeadLettered(int records);

    /// <summary>This silo no longer reads <paramref name="partition"/>.</summary>
    void Released(int partition);
}

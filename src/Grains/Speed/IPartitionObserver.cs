namespace OrleansLambda.Grains.Speed;

/// <summary>Hears how the partitions that this silo reads come along. Thread-safe; the methods return at once and never throw.</summary>
public interface IPartitionObserver
{
    /// <summary>This silo starts to read <paramref name="partition"/>.</summary>
    void Acquired(int partition);

    /// <summary>How far a partition is worked off, about twice a second, also when nothing happens.</summary>
    void Progressed(PartitionProgress progress);

    /// <summary>This silo no longer reads <paramref name="partition"/>.</summary>
    void Released(int partition);
}

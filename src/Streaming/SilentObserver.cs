namespace OrleansLambda.Streaming;

/// <summary>Hears how partitions come along, and keeps it to itself.</summary>
public sealed class SilentObserver : IPartitionObserver
{
    /// <inheritdoc/>
    public void Acquired(int partition)
    {
    }

    /// <inheritdoc/>
    public void Progressed(PartitionProgress progress)
    {
    }

    /// <inheritdoc/>
    public void DeadLettered(int records)
    {
    }

    /// <inheritdoc/>
    public void Released(int partition)
    {
    }
}

namespace OrleansLambda.Streaming;

/// <summary>Keeps a partition from an observer that throws, though it must not: what it should have heard is lost to it, and told once.</summary>
internal sealed partial class GuardedObserver(IPartitionObserver observer, ILogger logger) : IPartitionObserver
{
    private int _failed;

    /// <inheritdoc/>
    public void Acquired(int partition) => Tell(static (observer, partition) => observer.Acquired(partition), partition);

    /// <inheritdoc/>
    public void Progressed(PartitionProgress progress) => Tell(static (observer, progress) => observer.Progressed(progress), progress);

    /// <inheritdoc/>
    public void DeadLettered(int records) => Tell(static (observer, records) => observer.DeadLettered(records), records);

    /// <inheritdoc/>
    public void Released(int partition) => Tell(static (observer, partition) => observer.Released(partition), partition);

    private void Tell<T>(Action<IPartitionObserver, T> tell, T what)
    {
        try
        {
            tell(observer, what);
        }
        catch (Exception e)
        {
            if (Interlocked.Exchange(ref _failed, 1) == 0)
                LogFailed(observer.GetType().Name, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Observer} failed at what it was told of a partition; reading goes on, and further failures of it are not told.")]
    private partial void LogFailed(string observer, Exception exception);
}

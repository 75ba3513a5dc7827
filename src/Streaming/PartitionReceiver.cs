namespace OrleansLambda.Streaming;

/// <summary>
/// What Orleans' pulling agent holds of a partition for as long as it owns it. It never waits and never throws: the work
/// is the reader's, on threads of its own.
/// </summary>
#pragma warning disable CA1001 // Orleans ends a receiver by Shutdown, which disposes of it.
internal sealed partial class PartitionReceiver : IQueueAdapterReceiver
#pragma warning restore CA1001
{
    // A log that is away is not waited for: the last commit only saves the next owner from reading a little again.
    private static readonly TimeSpan LastCommitLimit = TimeSpan.FromSeconds(2);

    private readonly PartitionServices _services;
    private readonly int _partition;
    private readonly PartitionReader _reader;
    private readonly PartitionKeeper _keeper;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;

    /// <summary>A new owner of <paramref name="partition"/>.</summary>
    public PartitionReceiver(PartitionServices services, int partition)
    {
        _services = services;
        _partition = partition;
        _logger = services.Logger;
        _reader = new PartitionReader(services, partition);
        _keeper = new PartitionKeeper(services, _reader, partition);
        Cache = new PartitionCache(_reader, services);
    }

    /// <summary>The cache that goes with this receiver.</summary>
    public PartitionCache Cache { get; }

    /// <inheritdoc/>
    public Task Initialize(TimeSpan timeout)
    {
        _services.Observer.Acquired(_partition);
        var stopping = _stopping.Token;
        _running = Task.WhenAll(Task.Run(() => _reader.RunAsync(stopping), CancellationToken.None), Task.Run(() => _keeper.RunAsync(stopping), CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    /// <inheritdoc/>
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        IList<IBatchContainer> messages = [];
        if (Cache.TakeNeglected() is { } neglected)
            messages.Add(neglected);
        while (messages.Count < maxCount && _reader.TakeReady() is { } delivery)
        {
            Cache.Take(delivery);
            messages.Add(delivery.Container);
        }
        return Task.FromResult(messages);
    }

    /// <inheritdoc/>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask; // It means purged from a cache, not durable.

    /// <inheritdoc/>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task Shutdown(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, _services.Time);
        await _stopping.CancelAsync();
        _services.Observer.Released(_partition);
        try
        {
            await _running.WaitAsync(limit.Token);
            limit.CancelAfter(timeout < LastCommitLimit ? timeout : LastCommitLimit);
            await _keeper.CommitAsync(limit.Token).WaitAsync(limit.Token);
            LogReleased(_partition, _reader.Account?.Done.Offset ?? -1);
        }
        catch (Exception e)
        {
            // The next owner resumes from an older commit; its windows know what they have counted.
            LogReleaseFailed(_partition, e);
        }
        _stopping.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Partition {Partition} was given up at offset {Offset}.")]
    private partial void LogReleased(int partition, long offset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} was given up without a commit.")]
    private partial void LogReleaseFailed(int partition, Exception exception);
}

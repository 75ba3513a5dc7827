using Orleans.Configuration;

namespace OrleansLambda.Streaming;

/// <summary>The stream provider's parts, made when the silo starts.</summary>
internal sealed partial class EventLogAdapterFactory(PartitionServices services) : IQueueAdapterFactory
{
    private readonly ILogger _logger = services.Logger;
    private readonly EventLogAdapter _adapter = new(services.Provider, services);
    private PartitionQueues? _queues;

    /// <inheritdoc/>
    public Task<IQueueAdapter> CreateAdapter() => CreateAdapter(CancellationToken.None);

    /// <summary>Waits until the log says how many partitions it has.</summary>
    /// <exception cref="StoreUnavailableException">The log did not answer within the time allowed; the silo does not start.</exception>
    public async Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        for (var failures = 0; _queues is null; failures++)
        {
            try
            {
                _queues = new PartitionQueues((await services.Log.DescribeAsync(cancellationToken)).Partitions);
            }
            catch (Exception e) when (e is not OperationCanceledException && services.Time.GetElapsedTime(started) < services.Options.StartTimeout)
            {
                if (failures == 0)
                    LogWaiting(services.Provider, e);
                await Task.Delay(services.Backoff.Next(failures), services.Time, cancellationToken);
            }
        }
        return _adapter;
    }

    /// <inheritdoc/>
    public IQueueAdapterCache GetQueueAdapterCache() => _adapter;

    /// <inheritdoc/>
    public IStreamQueueMapper GetStreamQueueMapper() => _queues ?? throw new InvalidOperationException("The adapter is made before its queues are asked for.");

    /// <inheritdoc/>
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        // Failures do not get here: delivery is tried until it works, and the partition's grain tells of it.
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler(false));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream provider {Provider} waited for the log, which did not answer.")]
    private partial void LogWaiting(string provider, Exception exception);
}

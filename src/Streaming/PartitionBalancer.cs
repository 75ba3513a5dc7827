namespace OrleansLambda.Streaming;

/// <summary>
/// Spreads the partitions evenly over the silos that are active: the partition numbered <c>n</c> belongs to the silo
/// numbered <c>n modulo silos</c>. Each silo finds that out by itself, so two may believe to own one partition for a
/// moment; the windows do not mind. The balancer also follows the log when it gets more partitions.
/// </summary>
internal sealed partial class PartitionBalancer(IServiceProvider services, IEventLog log, EventLogStreamOptions options, TimeProvider time, ILogger<PartitionBalancer> logger)
    : QueueBalancerBase(services, logger)
{
    private readonly ILogger _logger = logger;
    private volatile SiloAddress[] _silos = [];
    private PartitionQueues _queues = new(0);
    private Task _following = Task.CompletedTask;

    /// <inheritdoc/>
    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        _queues = (PartitionQueues)queueMapper;
        _following = Task.Run(FollowLogAsync, CancellationToken.None);
        return base.Initialize(queueMapper);
    }

    /// <inheritdoc/>
    public override async Task Shutdown()
    {
        await base.Shutdown();
        await _following;
    }

    /// <inheritdoc/>
    public override IEnumerable<QueueId> GetMyQueues()
    {
        var silos = _silos;
        var me = Array.IndexOf(silos, SiloAddress);
        return me < 0 ? [] : [.. _queues.All.Where((_, partition) => partition % silos.Length == me)];
    }

    /// <inheritdoc/>
    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        _silos = [.. activeSilos.Order()];
        NotifyListeners().Ignore();
    }

    private async Task FollowLogAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(options.PartitionCheckPeriod, time, Cancellation);
                var partitions = (await log.DescribeAsync(Cancellation)).Partitions;
                if (!_queues.Resize(partitions))
                    continue;
                LogPartitions(partitions);
                NotifyListeners().Ignore();
            }
            catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The readers tell of a log that does not answer; here it only delays.
                LogDescribeFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The log had {Partitions} partitions from now on.")]
    private partial void LogPartitions(int partitions);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The number of partitions could not be read.")]
    private partial void LogDescribeFailed(Exception exception);
}

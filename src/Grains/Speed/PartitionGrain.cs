using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// Receives a partition's stream and sends each window its events, all windows at once and each until it has made them
/// durable. It returns when all have: only then does the stream provider take the batch for done. Windows that are long
/// over have no grain to go to: their rows are amended.
/// </summary>
/// <remarks>
/// One batch is under way at a time, and a batch has each window once, so a window gets a partition's events in order,
/// each call after the one before it is durable. Placed where the partition is read.
/// </remarks>
[ImplicitStreamSubscription(PartitionStream.Namespace)]
[PreferLocalPlacement, Immovable]
public sealed partial class PartitionGrain(
    WindowAmender amender,
    WatermarkClock clock,
    IOptions<SpeedLayerOptions> options,
    ILocalSiloDetails silo,
    TimeProvider time,
    ILogger<PartitionGrain> logger)
    : Grain, IPartitionGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<PartitionBatch>
{
    private readonly SpeedLayerOptions _options = options.Value;

    // While a batch fails: the last offset that each window has made durable, for when the batch comes again.
    private readonly Dictionary<TumblingWindow, long> _durable = [];
    private PartitionId _source;
    private bool _failing;

    /// <inheritdoc/>
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        // Without a token: where to go on is the receiver's business, and what is counted already is the windows'.
        handleFactory.Create<PartitionBatch>().ResumeAsync(this);

    /// <inheritdoc/>
    public Task FollowAsync(SiloAddress reader)
    {
        if (!silo.SiloAddress.Equals(reader))
            DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task OnNextAsync(IList<SequentialItem<PartitionBatch>> items)
    {
        foreach (var item in items)
            await DeliverAsync(item.Item);
    }

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask; // The stream provider delivers again; there is nothing to undo.

    private async Task DeliverAsync(PartitionBatch batch)
    {
        if (_source != batch.Source)
            _durable.Clear(); // Offsets of another topic say nothing about this one's.
        _source = batch.Source;
        var started = time.GetTimestamp();
        var deliveries = new Task[batch.Windows.Length];
        for (var i = 0; i < deliveries.Length; i++)
            deliveries[i] = DeliverAsync(batch.Windows[i], started);
        try
        {
            await Task.WhenAll(deliveries);
        }
        catch
        {
            for (var i = 0; i < deliveries.Length; i++)
                if (deliveries[i].IsCompletedSuccessfully)
                    _durable[batch.Windows[i].Window] = batch.Windows[i].LastOffset;
            throw;
        }
        _durable.Clear();
        if (_failing)
            LogRecovered(_source.Partition);
        _failing = false;
    }

    private async Task DeliverAsync(WindowBatch batch, long started)
    {
        if (_durable.Count > 0 && _durable.TryGetValue(batch.Window, out var durable) && durable >= batch.LastOffset)
            return;
        for (var delay = _options.MinRetryDelay; ; delay = delay * 2 < _options.MaxRetryDelay ? delay * 2 : _options.MaxRetryDelay)
        {
            try
            {
                await (IsLongOver(batch.Window) ? amender.AmendAsync(batch) : GrainFactory.GetGrain<IWindowGrain>(batch.Window.Key).ApplyAsync(batch));
                return;
            }
            catch (Exception e)
            {
                if (!_failing)
                    LogFailed(_source.Partition, batch.Window.Key, e);
                _failing = true;
                if (time.GetElapsedTime(started) + delay > _options.DeliveryBudget)
                    throw;
            }
            await Task.Delay(delay, time);
        }
    }

    private bool IsLongOver(TumblingWindow window) =>
        clock.Watermark - window.End > _options.AllowedLateness + _options.AmendDirectlyAfter;
}

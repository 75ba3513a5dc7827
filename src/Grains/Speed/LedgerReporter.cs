using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// Carries the progress of this silo's partitions to the ledger, and the watermark back. A silo without partitions
/// reports too: it hears the watermark that way, and the ledger comes to life again wherever its silo died.
/// </summary>
public sealed class LedgerReporter(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    WatermarkClock clock,
    LambdaMetrics metrics,
    IOptions<SpeedLayerOptions> options,
    TimeProvider time,
    ILogger<LedgerReporter> logger)
    : SiloService(time, options.Value.ReportPeriod, logger), IPartitionObserver
{
    private readonly ConcurrentDictionary<int, PartitionProgress> _partitions = new();

    /// <inheritdoc/>
    public void Acquired(int partition)
    {
        metrics.Acquired();
        // Only a matter of speed: where it fails, the partition's events take the longer way.
        grains.GetGrain<IPartitionGrain>(partition).FollowAsync(silo.SiloAddress).Ignore();
    }

    /// <inheritdoc/>
    public void Progressed(PartitionProgress progress)
    {
        _partitions[progress.Partition.Partition] = progress;
        metrics.Progress(progress);
    }

    /// <inheritdoc/>
    public void DeadLettered(int records) => metrics.DeadLettered(records);

    /// <inheritdoc/>
    public void Released(int partition)
    {
        _partitions.TryRemove(partition, out _);
        metrics.Released(partition);
    }

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken stopping)
    {
        PartitionProgress[] progress = [.. _partitions.Values];
        clock.Advance(await grains.GetGrain<ILedgerGrain>(0).ReportAsync(new Immutable<PartitionProgress[]>(progress)).WaitAsync(stopping));
        metrics.Watermark(clock.Watermark);
    }
}

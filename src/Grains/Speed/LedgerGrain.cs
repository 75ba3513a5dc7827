using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// Keeps the book, and closes the windows that the watermark has passed - whether or not their grains are alive, since
/// the store tells which are open. It holds nothing that the receivers would not report again within a second, so a new
/// life of it starts empty.
/// </summary>
[Reentrant, Immovable]
public sealed partial class LedgerGrain(
    IEventLog log,
    IWindowStore store,
    IOptions<SpeedLayerOptions> options,
    TimeProvider time,
    ILogger<LedgerGrain> logger) : Grain, ILedgerGrain
{
    private const int CloseBatch = 1024;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly LedgerBook _book = new(Silence);
    private readonly SpeedLayerOptions _options = options.Value;
    private int _partitions;
    private bool _failing;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(CloseAsync, new GrainTimerCreationOptions(TimeSpan.Zero, _options.ClosePeriod) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset> ReportAsync(Immutable<PartitionProgress[]> progress)
    {
        var now = time.GetUtcNow();
        foreach (var partition in progress.Value)
            _book.Take(partition, now);
        _book.Settle(_partitions);
        return Task.FromResult(_book.Watermark);
    }

    /// <inheritdoc/>
    public Task<Ledger> GetAsync() => Task.FromResult(new Ledger(_book.Watermark, [.. _book.Partitions]));

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            _partitions = (await log.DescribeAsync(cancellationToken)).Partitions;
            if (_book.Watermark > DateTimeOffset.MinValue + _options.AllowedLateness)
                await ClosePassedAsync(_book.Watermark, cancellationToken);
            if (_failing)
                LogRecovered();
            _failing = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!_failing)
                LogFailed(e);
            _failing = true;
        }
    }

    private async Task ClosePassedAsync(DateTimeOffset watermark, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        IReadOnlyList<TumblingWindow> open;
        do
        {
            open = await store.OpenAsync(watermark - _options.AllowedLateness, CloseBatch, cancellationToken);
            foreach (var some in open.Chunk(_options.CloseParallelism))
            {
                try
                {
                    await Task.WhenAll(some.Select(window => GrainFactory.GetGrain<IWindowGrain>(window.Key).CloseAsync(watermark)));
                }
                catch (Exception e)
                {
                    failure = e; // The others are closed all the same, and the next round finds what is still open.
                }
            }
        }
        while (open.Count == CloseBatch && failure is null && !cancellationToken.IsCancellationRequested);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}

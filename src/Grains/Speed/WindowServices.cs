using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Speed;

/// <summary>What all windows of a silo share. One object, so that activating a window resolves one service, not seven.</summary>
public sealed class WindowServices(
    IWindowStore store,
    WatermarkClock clock,
    WindowFeedPublisher feed,
    WindowRetirement retirement,
    LambdaMetrics metrics,
    TimeProvider time,
    IOptions<SpeedLayerOptions> options)
{
    /// <summary>The speed view.</summary>
    public IWindowStore Store { get; } = store;

    /// <summary>The watermark as this silo knows it.</summary>
    public WatermarkClock Clock { get; } = clock;

    /// <summary>Where changes are shown.</summary>
    public WindowFeedPublisher Feed { get; } = feed;

    /// <summary>Who sends idle windows away.</summary>
    public WindowRetirement Retirement { get; } = retirement;

    /// <summary>The instruments.</summary>
    public LambdaMetrics Metrics { get; } = metrics;

    /// <summary>The clock of time-outs.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>How long past its end a window waits for the watermark.</summary>
    public TimeSpan AllowedLateness { get; } = options.Value.AllowedLateness;

    /// <summary>How long a window waits for its store.</summary>
    public TimeSpan StoreTimeout { get; } = options.Value.StoreTimeout;
}

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

    /// <summary>How many rows of windows that are over stay in memory.</summary>
    public int MaxRowsInMemory { get; } = options.Value.MaxWindowsInMemory;

    /// <summary>The row of <paramref name="window"/>, or an empty one where none was ever written.</summary>
    /// <exception cref="WindowFencedException">It could not be read.</exception>
    public async Task<WindowState> ReadRowAsync(TumblingWindow window)
    {
        try
        {
            return await Store.ReadAsync(window).WaitAsync(StoreTimeout, Time) ?? WindowState.Empty(window);
        }
        catch (Exception e)
        {
            throw new WindowFencedException($"Window {window} could not be read.", e);
        }
    }

    /// <summary>How long a window waits for its store.</summary>
    public TimeSpan StoreTimeout { get; } = options.Value.StoreTimeout;
}

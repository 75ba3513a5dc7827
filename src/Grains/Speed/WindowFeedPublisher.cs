using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// Gathers the changes of this silo's windows and hands them to the feed every few hundred milliseconds. Changes of one
/// window are folded into the last. At most <see cref="Capacity"/> windows wait: beyond that, changes are dropped, and
/// the feed is told so. Thread-safe.
/// </summary>
public sealed class WindowFeedPublisher(
    IGrainFactory grains,
    IOptions<SpeedLayerOptions> options,
    TimeProvider time,
    ILogger<WindowFeedPublisher> logger)
    : SiloService(time, options.Value.FeedPeriod, logger)
{
    /// <summary>How many windows with changes wait at most: more than that the feed would not hold either.</summary>
    public const int Capacity = IWindowFeedGrain.Capacity;

    private readonly Lock _gate = new();
    private Dictionary<long, WindowView> _changes = [];
    private Dictionary<long, WindowView> _sending = []; // The two change places, and keep their room.
    private bool _lost;

    /// <summary>A window's row became durable.</summary>
    public void Publish(in WindowView change)
    {
        lock (_gate)
        {
            if (_changes.Count < Capacity || _changes.ContainsKey(change.Window.Number))
                _changes[change.Window.Number] = change;
            else
                _lost = true;
        }
    }

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken stopping)
    {
        bool lost;
        lock (_gate)
        {
            if (_changes.Count == 0)
                return;
            (_sending, _changes) = (_changes, _sending);
            (lost, _lost) = (_lost, false);
        }
        try
        {
            WindowView[] all = [.. _sending.Values];
            _sending.Clear();
            await grains.GetGrain<IWindowFeedGrain>(0).PublishAsync(new Immutable<WindowView[]>(all), complete: !lost).WaitAsync(stopping);
        }
        catch
        {
            // They may have arrived or not; readers that take the store's rows are right in both cases.
            lock (_gate)
                _lost = true;
            throw;
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// Sends windows away that have not been called for a while, or for which there is no more room, the longest in memory
/// first. A replay passes tens of thousands of windows a minute: Orleans' own collection would let them gather for its
/// whole age limit and then take them down in waves, while this one keeps pace.
/// </summary>
public sealed class WindowRetirement(IOptions<SpeedLayerOptions> options, TimeProvider time, ILogger<WindowRetirement> logger)
    : SiloService(time, Period, logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    // A window in use stays even where there is no room: it would come back at once.
    private static readonly TimeSpan InUse = TimeSpan.FromMilliseconds(250);

    private static readonly DeactivationReason Idle = new(DeactivationReasonCode.ActivationIdle, "The window had not been called for a while.");

    private readonly ConcurrentQueue<WindowGrain> _windows = new();
    private readonly SpeedLayerOptions _options = options.Value;

    /// <summary>Takes a window that has just been loaded.</summary>
    internal void Watch(WindowGrain window) => _windows.Enqueue(window);

    /// <inheritdoc/>
    protected override Task RunOnceAsync(CancellationToken stopping)
    {
        for (var left = _windows.Count; left > 0 && _windows.TryPeek(out var window); left--)
        {
            var idle = Time.GetElapsedTime(window.LastUsed);
            if (idle >= InUse && idle < _options.IdleAfter && _windows.Count <= _options.MaxWindowsInMemory)
                break; // Those behind it were used later.
            _windows.TryDequeue(out _);
            if (idle < InUse)
                _windows.Enqueue(window);
            else
                window.GrainContext.Deactivate(Idle, CancellationToken.None);
        }
        return Task.CompletedTask;
    }
}

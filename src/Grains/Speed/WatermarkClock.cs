namespace OrleansLambda.Grains.Speed;

/// <summary>The latest watermark that this silo has heard of. It never falls. Thread-safe.</summary>
public sealed class WatermarkClock
{
    private long _ticks = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>The watermark; <see cref="DateTimeOffset.MinValue"/> until the first is known.</summary>
    public DateTimeOffset Watermark => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Takes <paramref name="watermark"/> where it is later than the one known.</summary>
    public void Advance(DateTimeOffset watermark)
    {
        var ticks = watermark.UtcTicks;
        var known = Volatile.Read(ref _ticks);
        while (ticks > known)
        {
            var found = Interlocked.CompareExchange(ref _ticks, ticks, known);
            if (found == known)
                return;
            known = found;
        }
    }
}

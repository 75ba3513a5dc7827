namespace OrleansLambda.Grains.Abstractions;

/// <summary>One tumbling window. The key is the window's <see cref="TumblingWindow.Key"/>.</summary>
[Alias("OrleansLambda.IWindowGrain")]
public interface IWindowGrain : IGrainWithStringKey
{
    /// <summary>
    /// Counts the events of <paramref name="batch"/> that were not counted yet. Returns once all of them are durably
    /// counted, also those that an earlier call brought. Calling again with the same events changes nothing.
    /// </summary>
    /// <remarks>
    /// Of one partition, a caller sends a window's next events only when everything before them is durable: the window
    /// takes an offset above its mark to mean that everything up to the mark is counted.
    /// </remarks>
    /// <exception cref="WindowFencedException">Nothing is known to be counted; the same call, made again, will tell.</exception>
    [Alias("ApplyAsync")]
    Task ApplyAsync(WindowBatch batch);

    /// <summary>
    /// Marks the window final where <paramref name="watermark"/> has passed its end by the allowed lateness. Returns once
    /// that is durable; does nothing to a window that is final, still open or without events.
    /// </summary>
    /// <exception cref="WindowFencedException">The window may be final or not; the same call, made again, will tell.</exception>
    [Alias("CloseAsync")]
    Task CloseAsync(DateTimeOffset watermark);
}

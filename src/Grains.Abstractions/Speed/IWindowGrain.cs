namespace OrleansLambda.Grains.Abstractions;

/// <summary>One tumbling window. The key is the window's <see cref="TumblingWindow.Key"/>.</summary>
[Alias("OrleansLambda.IWindowGrain")]
public interface IWindowGrain : IGrainWithStringKey
{
    /// <summary>
    /// Marks the window final where <paramref name="watermark"/> has passed its end by the allowed lateness. Returns once
    /// that is durable; does nothing to a window that is final, still open or without events.
    /// </summary>
    [Alias("CloseAsync")]
    Task CloseAsync(DateTimeOffset watermark);
}

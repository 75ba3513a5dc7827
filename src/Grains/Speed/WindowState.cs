namespace OrleansLambda.Grains.Speed;

/// <summary>
/// One window's row: what it adds up to, and which events that includes. The rules of counting are here, apart from
/// the grain that applies them and the store that keeps them.
/// </summary>
/// <param name="Window">Which window.</param>
/// <param name="Totals">The totals of all events counted.</param>
/// <param name="High">The highest offset counted, by partition.</param>
/// <param name="Version">How often the row has been written; 0 when never.</param>
/// <param name="Final">The watermark has passed the window's end by the allowed lateness.</param>
/// <param name="Amended">An event was counted after the window had been final.</param>
public sealed record WindowState(
    TumblingWindow Window,
    TripTotals Totals,
    HighWaterMarks High,
    long Version,
    bool Final,
    bool Amended)
{
    /// <summary>A window that was never written.</summary>
    public static WindowState Empty(TumblingWindow window) =>
        new(window, TripTotals.Zero, HighWaterMarks.None, Version: 0, Final: false, Amended: false);

    /// <summary>
    /// Counts the events of <paramref name="batch"/> that lie above their partition's high-water mark, and raises the
    /// mark. Applying the same events again, or any part of them, changes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The batch belongs to another window.</exception>
    public WindowState Apply(WindowBatch batch)
    {
        if (batch.Window != Window)
            throw new ArgumentException($"A batch of window {batch.Window} came to window {Window}.", nameof(batch));
        var high = High[batch.Source];
        if (batch.LastOffset <= high)
            return this;
        return this with { Totals = Totals.Merge(batch.TotalsAbove(high)), High = High.With(batch.Source, batch.LastOffset), Amended = Amended || Final };
    }

    /// <summary>
    /// This state as the row to write next: one version on, and final once <paramref name="watermark"/> has passed the
    /// window's end by <paramref name="allowedLateness"/>. Final stays final.
    /// </summary>
    public WindowState NextVersion(DateTimeOffset watermark, TimeSpan allowedLateness) =>
        this with { Version = Version + 1, Final = Final || HasPassed(watermark, allowedLateness) };

    /// <summary>Whether <paramref name="watermark"/> has passed the window's end by <paramref name="allowedLateness"/>.</summary>
    /// <remarks>The lateness is added to the end, where it always fits, and not taken from the watermark, which may be the least time there is.</remarks>
    public bool HasPassed(DateTimeOffset watermark, TimeSpan allowedLateness) => watermark >= Window.End + allowedLateness;

    /// <summary>
    /// This state, which has gone on from <paramref name="before"/> while that was being written as
    /// <paramref name="written"/>, on top of the written row. What was counted meanwhile amends a row that became final.
    /// </summary>
    public WindowState Rebase(WindowState before, WindowState written) => ReferenceEquals(this, before)
        ? written
        : this with { Version = written.Version, Final = written.Final, Amended = Amended || written.Final };

    /// <summary>This state as callers see it.</summary>
    public WindowView ToView() => new(Window, Totals, Version, Final, Amended);
}

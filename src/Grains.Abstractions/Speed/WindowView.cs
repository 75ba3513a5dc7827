namespace OrleansLambda.Grains.Abstractions;

/// <summary>A window as callers see it.</summary>
/// <param name="Window">Which window.</param>
/// <param name="Totals">The totals of all events counted so far.</param>
/// <param name="Version">How often the window's row has been written, from 1.</param>
/// <param name="Final">The watermark has passed the window's end by the allowed lateness.</param>
/// <param name="Amended">An event was counted after the window had been final.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.WindowView")]
public readonly record struct WindowView(
    [property: Id(0)] TumblingWindow Window,
    [property: Id(1)] TripTotals Totals,
    [property: Id(2)] long Version,
    [property: Id(3)] bool Final,
    [property: Id(4)] bool Amended);

namespace OrleansLambda.Grains.Ports;

/// <summary>Instants in [<see cref="From"/>, <see cref="To"/>).</summary>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To);

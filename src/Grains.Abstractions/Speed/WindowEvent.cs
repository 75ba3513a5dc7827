namespace OrleansLambda.Grains.Abstractions;

/// <summary>One event of a partition: where it stands in the log, and what it adds to its window.</summary>
/// <param name="Offset">The record's offset in its partition, at least zero.</param>
/// <param name="Ride">The ride.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.WindowEvent")]
public readonly record struct WindowEvent([property: Id(0)] long Offset, [property: Id(1)] Ride Ride);

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>The readable offsets of a partition, <c>[Earliest, End)</c>.</summary>
/// <param name="Earliest">The first offset that retention has left.</param>
/// <param name="End">The offset that the next record will have.</param>
public readonly record struct LogRange(long Earliest, long End);

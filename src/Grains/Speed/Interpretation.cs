using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Speed;

/// <summary>What records mean: each is either part of the item or a dead letter.</summary>
/// <param name="Item">What the partition's subscriber receives, immutable and serializable by Orleans; null where all records are dead letters.</param>
/// <param name="DeadLetters">The records that cannot be counted, in the order of their offsets.</param>
public sealed record Interpretation(object? Item, IReadOnlyList<DeadLetter> DeadLetters);

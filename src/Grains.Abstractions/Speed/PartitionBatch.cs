namespace OrleansLambda.Grains.Abstractions;

/// <summary>What one read of a partition brought, grouped by window: the item of a partition's stream.</summary>
/// <param name="Source">The partition.</param>
/// <param name="Windows">At least one batch, each of another window.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.PartitionBatch")]
public sealed record PartitionBatch(
    [property: Id(0)] PartitionId Source,
    [property: Id(1)] WindowBatch[] Windows);

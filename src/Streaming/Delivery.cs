namespace OrleansLambda.Streaming;

/// <summary>A container on its way to its stream, and the read that waits for it.</summary>
internal sealed record Delivery(IBatchContainer Container, PartitionRead Read);

namespace OrleansLambda.HBase.Client;

/// <summary>A change that failed for good.</summary>
/// <param name="Mutation">The change.</param>
/// <param name="Failure">Why.</param>
public sealed record FailedMutation(Mutation Mutation, HBaseException Failure);

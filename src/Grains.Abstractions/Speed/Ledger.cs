namespace OrleansLambda.Grains.Abstractions;

/// <summary>The account of all partitions.</summary>
/// <param name="Watermark">Everything appended before it is worked off; <see cref="DateTimeOffset.MinValue"/> until every partition has reported.</param>
/// <param name="Partitions">Those that have reported, by number.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.Ledger")]
public sealed record Ledger(
    [property: Id(0)] DateTimeOffset Watermark,
    [property: Id(1)] PartitionProgress[] Partitions);

namespace OrleansLambda.Api.Contracts;

/// <summary>The account of all partitions. The watermark is null until every partition has reported.</summary>
internal sealed record LedgerDto(DateTimeOffset? Watermark, IReadOnlyList<PartitionDto> Partitions)
{
    public static LedgerDto From(Ledger ledger) => new(
        Known(ledger.Watermark),
        [.. ledger.Partitions.OrderBy(p => p.Partition.Partition).Select(PartitionDto.From)]);

    internal static DateTimeOffset? Known(DateTimeOffset watermark) => watermark == DateTimeOffset.MinValue ? null : watermark;
}

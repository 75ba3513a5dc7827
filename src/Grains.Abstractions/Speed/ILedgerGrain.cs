namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// Keeps the account of every partition - what was read is counted, dead-lettered or pending - and the watermark that
/// follows from it. One grain, key 0.
/// </summary>
[Alias("OrleansLambda.ILedgerGrain")]
public interface ILedgerGrain : IGrainWithIntegerKey
{
    /// <summary>Takes the progress of partitions from the silo that reads them, and returns the system's watermark.</summary>
    [Alias("ReportAsync")]
    Task<DateTimeOffset> ReportAsync(Immutable<PartitionProgress[]> progress);

    /// <summary>The account of all partitions.</summary>
    [Alias("GetAsync")]
    Task<Ledger> GetAsync();
}

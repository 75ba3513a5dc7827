namespace OrleansLambda.HBase.Client;

/// <summary>What became of one operation of a batch.</summary>
/// <param name="Row">What was read, or the new values; null for none.</param>
/// <param name="Applied">Whether it was done. False without a failure: its condition did not hold.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public readonly record struct OperationResult(HBaseRow? Row, bool Applied, HBaseException? Failure)
{
    /// <summary>What was read, or the new values.</summary>
    /// <exception cref="HBaseException">It failed.</exception>
    public HBaseRow? RowOrThrow() => Failure is null ? Row : throw Failure;
}

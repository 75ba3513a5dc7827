namespace OrleansLambda.HBase.Client;

/// <summary>Changes that a writer had taken failed for good. Those that are not among them are not concerned.</summary>
/// <param name="failures">The first of them, up to <see cref="HBaseWriter.MaxFailures"/>.</param>
/// <param name="count">How many failed.</param>
public sealed class HBaseWriteException(IReadOnlyList<FailedMutation> failures, long count)
    : HBaseException($"{count} changes were not made; the first: {failures[0].Failure.Message}", failures[0].Failure)
{
    /// <summary>The first of them, with the reasons.</summary>
    public IReadOnlyList<FailedMutation> Failures { get; } = failures;

    /// <summary>How many failed.</summary>
    public long Count { get; } = count;
}

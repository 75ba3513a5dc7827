using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Regions;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>One operation of a batch, or several of one row that belong together, and what has become of it.</summary>
internal sealed class BatchItem
{
    // A block of a table's file as HBase makes it unless told otherwise. A server holds the blocks that a call's rows were read
    // from until it has answered the call.
    private const int BlockLength = 65_536;

    private readonly object _work;

    /// <summary>An operation on its own.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="guard">What keeps it from being done twice, where that would be wrong and can be kept from.</param>
    public BatchItem(RowOperation operation, OnceGuard? guard = null) => (_work, Row, Once, Guard) = (operation, operation.Row, operation is OnceMutation, guard);

    /// <summary>Changes that are made together.</summary>
    public BatchItem(RowMutations mutations, RowCondition? condition) =>
        (_work, Row, Condition, Once) = (mutations, mutations.Row, condition, condition is not null || mutations.Mutations.Any(m => m is OnceMutation));

    /// <summary>The row.</summary>
    public ReadOnlyMemory<byte> Row { get; }

    /// <summary>The condition; null for none.</summary>
    public RowCondition? Condition { get; }

    /// <summary>Whether doing it twice would be wrong.</summary>
    public bool Once { get; }

    /// <summary>What keeps it from being done twice; null where it may be, or must not be sent twice at all.</summary>
    public OnceGuard? Guard { get; }

    /// <summary>The operation, where it stands alone.</summary>
    public RowOperation? Operation => _work as RowOperation;

    /// <summary>The changes, where they belong together.</summary>
    public RowMutations? Together => _work as RowMutations;

    /// <summary>Where it was sent last.</summary>
    public RegionLocation? Region { get; set; }

    /// <summary>Why it failed last.</summary>
    public Exception? LastFault { get; set; }

    /// <summary>Whether an attempt may have done it.</summary>
    public bool MayBeDone { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether it has ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>What became of it.</summary>
    public OperationResult Result { get; private set; }

    /// <summary>How many bytes of cells it sends; for a read, about how many it lets the server hold.</summary>
    public int Bytes => _work switch
    {
        Mutation mutation => mutation.EncodedLength,
        RowMutations together => together.Mutations.Sum(m => m.EncodedLength),
        _ => BlockLength,
    };

    /// <summary>How many actions it takes.</summary>
    public int Actions => Together?.Mutations.Count ?? 1;

    /// <summary>It is done, or its condition did not hold.</summary>
    public void Succeed(HBaseRow? row, bool applied) => (Ended, Result) = (true, new OperationResult(row, applied, null));

    /// <summary>It failed for good. Where an earlier attempt may have done it, that is what is told.</summary>
    public void Fail(HBaseException failure, string table)
    {
        if (Guard is { InDoubt: true })
            failure = FaultTranslator.Unknown(failure);
        (failure.Table, failure.Row, failure.Region, failure.Server, failure.Attempts) = (table, Row, Region?.ToString(), Region?.Server.ToString(), Attempts);
        (Ended, Result) = (true, new OperationResult(null, false, failure));
    }
}

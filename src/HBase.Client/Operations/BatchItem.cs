using OrleansLambda.HBase.Client.Regions;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>One operation of a batch, or several of one row that belong together, and what has become of it.</summary>
internal sealed class BatchItem
{
    private readonly object _work;

    /// <summary>An operation on its own.</summary>
    public BatchItem(RowOperation operation) => (_work, Row, Once) = (operation, operation.Row, operation is OnceMutation);

    /// <summary>Changes that are made together.</summary>
    public BatchItem(RowMutations mutations, RowCondition? condition) =>
        (_work, Row, Condition, Once) = (mutations, mutations.Row, condition, condition is not null || mutations.Mutations.Any(m => m is OnceMutation));

    /// <summary>The row.</summary>
    public ReadOnlyMemory<byte> Row { get; }

    /// <summary>The condition; null for none.</summary>
    public RowCondition? Condition { get; }

    /// <summary>Whether doing it twice would be wrong.</summary>
    public bool Once { get; }

    /// <summary>The operation, where it stands alone.</summary>
    public RowOperation? Operation => _work as RowOperation;

    /// <summary>The changes, where they belong together.</summary>
    public RowMutations? Together => _work as RowMutations;

    /// <summary>Where it was sent last.</summary>
    public RegionLocation? Region { get; set; }

    /// <summary>Why it failed last.</summary>
    public Exception? LastFault { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether it has ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>What became of it.</summary>
    public OperationResult Result { get; private set; }

    /// <summary>How many bytes of cells it sends.</summary>
    public int EncodedLength => _work switch
    {
        Mutation mutation => mutation.EncodedLength,
        RowMutations together => together.Mutations.Sum(m => m.EncodedLength),
        _ => 0,
    };

    /// <summary>How many actions it takes.</summary>
    public int Actions => Together?.Mutations.Count ?? 1;

    /// <summary>It is done, or its condition did not hold.</summary>
    public void Succeed(HBaseRow? row, bool applied) => (Ended, Result) = (true, new OperationResult(row, applied, null));

    /// <summary>It failed for good.</summary>
    public void Fail(HBaseException failure, string table)
    {
        (failure.Table, failure.Row, failure.Region, failure.Server, failure.Attempts) = (table, Row, Region?.ToString(), Region?.Server.ToString(), Attempts);
        (Ended, Result) = (true, new OperationResult(null, false, failure));
    }
}

namespace OrleansLambda.HBase.Client;

/// <summary>Several changes of one row, made as one step: readers see all of them or none.</summary>
/// <param name="row">The row's key.</param>
public sealed class RowMutations(ReadOnlyMemory<byte> row)
{
    private readonly List<Mutation> _mutations = [];

    private bool _manyRows;

    /// <summary>The row's key.</summary>
    public ReadOnlyMemory<byte> Row { get; } = row;

    /// <summary>The changes, in the order in which they are made.</summary>
    public IReadOnlyList<Mutation> Mutations => _mutations;

    /// <summary>Adds a change.</summary>
    /// <exception cref="ArgumentException">It is of another row.</exception>
    public RowMutations Add(Mutation mutation)
    {
        if (!_manyRows && !mutation.Row.Span.SequenceEqual(Row.Span))
            throw new ArgumentException("All changes are of the same row.", nameof(mutation));
        _mutations.Add(mutation);
        return this;
    }

    /// <summary>Changes of several rows, which a server makes as one step where it has all of them in one region.</summary>
    internal static RowMutations OfRegion(IReadOnlyList<Mutation> mutations)
    {
        var together = new RowMutations(mutations[0].Row) { _manyRows = true };
        together._mutations.AddRange(mutations);
        return together;
    }
}

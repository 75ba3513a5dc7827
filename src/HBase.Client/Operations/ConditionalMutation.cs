namespace OrleansLambda.HBase.Client;

/// <summary>Changes of a row, made as one step if a condition holds for the row.</summary>
public sealed class ConditionalMutation
{
    /// <summary>One change.</summary>
    /// <exception cref="ArgumentException">Condition and change are of different rows.</exception>
    public ConditionalMutation(RowCondition condition, Mutation mutation)
        : this(condition, new RowMutations(condition.Row).Add(mutation))
    {
    }

    /// <summary>Several changes.</summary>
    /// <exception cref="ArgumentException">Condition and changes are of different rows, or there is no change.</exception>
    public ConditionalMutation(RowCondition condition, RowMutations mutations)
    {
        if (!condition.Row.Span.SequenceEqual(mutations.Row.Span))
            throw new ArgumentException("A condition and the changes that depend on it are of the same row.", nameof(mutations));
        if (mutations.Mutations.Count == 0)
            throw new ArgumentException("There is no change.", nameof(mutations));
        (Condition, Mutations) = (condition, mutations);
    }

    /// <summary>What must hold.</summary>
    public RowCondition Condition { get; }

    /// <summary>What is done then.</summary>
    public RowMutations Mutations { get; }
}

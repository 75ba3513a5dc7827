namespace OrleansLambda.HBase.Client;

/// <summary>
/// A change that must not be made twice, so it is not sent again when it may have been made: that it is told by
/// <see cref="HBaseOutcomeUnknownException"/>. HBase could know an attempt again by a number, but forgets such numbers when a
/// region moves.
/// </summary>
public abstract class OnceMutation : Mutation
{
    private protected OnceMutation(ReadOnlyMemory<byte> row)
        : base(row)
    {
    }
}

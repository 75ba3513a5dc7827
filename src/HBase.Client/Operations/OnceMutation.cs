using OrleansLambda.HBase.Client.Cells;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// A change that must not be made twice. Each time it is carried out it bears a number of its own, by which the server knows
/// an attempt that it has seen before.
/// </summary>
public abstract class OnceMutation : Mutation
{
    private protected OnceMutation(ReadOnlyMemory<byte> row)
        : base(row)
    {
    }

    internal Proto.MutationProto ToProto(CellBlock cells, ulong nonce)
    {
        var proto = ToProto(cells);
        proto.Nonce = nonce;
        return proto;
    }
}

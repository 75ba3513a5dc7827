using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>What is asked of a server.</summary>
/// <param name="Method">The method.</param>
/// <param name="Parameter">Its parameter; it must not change until the call has ended.</param>
/// <param name="Cells">The cells that go with it.</param>
/// <param name="Priority">A hint to the server, which serves its own tables before others; 0 for none.</param>
internal sealed record RpcRequest(RpcMethod Method, IMessage Parameter, CellBlock? Cells = null, uint Priority = 0);

using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Tests.Support;

/// <summary>Calls for tests of the wire.</summary>
internal static class Calls
{
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private static readonly RpcMethod<Proto.GetResponse> Method = new(RpcService.Client, "Get", Proto.GetResponse.Parser);

    /// <summary>A Get of a row, with cells behind it where a test wants some.</summary>
    public static RpcRequest Get(string row = "r", CellBlock? cells = null) => new(
        Method,
        new Proto.GetRequest
        {
            Region = new Proto.RegionSpecifier { Type = Proto.RegionSpecifier.Types.RegionSpecifierType.RegionName, Value = ByteString.CopyFromUtf8("t,,1.x.") },
            Get = new Proto.Get { Row = ByteString.CopyFromUtf8(row) },
        },
        cells);

    public static RpcConnection Connect(FakeServer server, WireSettings? settings = null, TimeProvider? time = null) =>
        new(server.Transport, new ServerAddress("fake", 1), RpcService.Client, settings ?? new WireSettings { User = "tester" }, time ?? TimeProvider.System);

    /// <summary>The value in an answer that <see cref="FakeServer.GetAnswer"/> made.</summary>
    public static byte[] Value(RpcResponse response)
    {
        using (response)
        {
            var reader = new CellBlockReader(response.Cells);
            var row = reader.ReadRow(((Proto.GetResponse)response.Message).Result.AssociatedCellCount)!;
            Assert.True(reader.AtEnd);
            return row["f"u8, "q"u8]!.Value.ToArray();
        }
    }
}

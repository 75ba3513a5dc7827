using Google.Protobuf;
using OrleansLambda.HBase.Client.Cells;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>What a connection says about itself before its first call.</summary>
internal static class ConnectionHeader
{
    // Servers look at the numbers only: what they may answer depends on them.
    private static readonly Proto.VersionInfo Version = new()
    {
        Version = "2.6.0",
        Url = "",
        Revision = "",
        User = "",
        Date = "",
        SrcChecksum = "",
        VersionMajor = 2,
        VersionMinor = 6,
    };

    /// <summary>The header with its length before it.</summary>
    public static byte[] Encode(string service, string? user)
    {
        var header = new Proto.ConnectionHeader { ServiceName = service, CellBlockCodecClass = KeyValueCodec.ClassName, VersionInfo = Version };
        if (user is not null)
            header.UserInfo = new Proto.UserInformation { EffectiveUser = user };
        var bytes = new byte[4 + header.CalculateSize()];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
        header.WriteTo(bytes.AsSpan(4));
        return bytes;
    }
}

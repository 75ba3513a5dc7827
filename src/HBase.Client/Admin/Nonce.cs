using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansLambda.HBase.Client.Admin;

/// <summary>Numbers by which the master knows a request again that is sent twice: it then answers with the same procedure.</summary>
internal static class Nonce
{
    /// <summary>This process's number.</summary>
    public static ulong Group { get; } = Next();

    /// <summary>A number that nobody else has; never 0, which would be none.</summary>
    public static ulong Next() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
}

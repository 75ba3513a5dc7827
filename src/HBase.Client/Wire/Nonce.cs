using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansLambda.HBase.Client.Wire;

/// <summary>Numbers by which a server knows a request again that is sent twice: it then does nothing anew, and answers as it did.</summary>
internal static class Nonce
{
    /// <summary>This process's number.</summary>
    public static ulong Group { get; } = Next();

    /// <summary>A number that nobody else has; never 0, which would be none.</summary>
    public static ulong Next() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
}

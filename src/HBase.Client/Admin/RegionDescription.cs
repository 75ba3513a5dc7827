using System.Globalization;
using System.Text;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Regions;

namespace OrleansLambda.HBase.Client;

/// <summary>A region of a table.</summary>
/// <param name="Name">Its name, unreadable bytes replaced.</param>
/// <param name="EncodedName">The short name that the shell and the pages of HBase show.</param>
/// <param name="StartKey">Its first row's key; empty for the table's beginning.</param>
/// <param name="EndKey">The key that it ends before; empty for the table's end.</param>
/// <param name="Server">The server that has it, as host:port.</param>
public sealed record RegionDescription(string Name, string EncodedName, ReadOnlyMemory<byte> StartKey, ReadOnlyMemory<byte> EndKey, string Server)
{
    // A name ends with a dot, 32 hexadecimal digits and a dot.
    private const int EncodedLength = 32;

    internal static RegionDescription Of(RegionLocation region) => new(
        region.ToString(),
        Encoding.ASCII.GetString(region.Name.Span[^(EncodedLength + 1)..^1]),
        region.Start.Memory,
        region.End.Memory,
        region.Server.ToString());

    internal Proto.RegionSpecifier Specifier =>
        new() { Type = Proto.RegionSpecifier.Types.RegionSpecifierType.EncodedRegionName, Value = ByteString.CopyFromUtf8(EncodedName) };

    /// <summary>The table's name, which a region's has before the first comma.</summary>
    internal string Table => Name.Split(',')[0];

    /// <summary>What messages tell of a region; its name has its id behind the last comma.</summary>
    internal Proto.RegionInfo ToProto() => new()
    {
        TableName = TableNames.ToProto(Table),
        RegionId = ulong.Parse(Name[(Name.LastIndexOf(',') + 1)..^(EncodedLength + 2)], CultureInfo.InvariantCulture),
        StartKey = UnsafeByteOperations.UnsafeWrap(StartKey),
        EndKey = UnsafeByteOperations.UnsafeWrap(EndKey),
    };
}

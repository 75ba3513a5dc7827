using System.Text;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>A region and the server that was last known to have it.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Name">The region's name.</param>
/// <param name="Start">Its first row's key; empty for the table's beginning.</param>
/// <param name="End">The key that it ends before; empty for the table's end.</param>
/// <param name="Server">The server.</param>
/// <param name="AsOf">The region's sequence number at which it came there: of two places the one with the greater number is newer.</param>
internal sealed record RegionLocation(string Table, ByteString Name, ByteString Start, ByteString End, ServerAddress Server, long AsOf = 0)
{
    /// <summary>The region as requests name it.</summary>
    public Proto.RegionSpecifier Specifier { get; } = new() { Type = Proto.RegionSpecifier.Types.RegionSpecifierType.RegionName, Value = Name };

    /// <summary>Whether a row belongs to it.</summary>
    public bool Contains(ReadOnlySpan<byte> row) =>
        Start.Span.SequenceCompareTo(row) <= 0 && (End.IsEmpty || row.SequenceCompareTo(End.Span) < 0);

    /// <summary>The name as text; bytes that are none are replaced.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Name.Span);
}

using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>Reads the rows of <c>hbase:meta</c>, each of which is about a region.</summary>
internal static class MetaRow
{
    /// <summary>The region that a row is about; null for one that is not to be read from: split, offline, a copy, or on no server.</summary>
    /// <exception cref="HBaseProtocolException">The row is none that the catalog can have.</exception>
    public static RegionLocation? Read(HBaseRow row, string table)
    {
        if (row["info"u8, "regioninfo"u8] is not { } bytes || row["info"u8, "server"u8] is not { Length: > 0 } server)
            return null;
        var info = ReadInfo(bytes.Span);
        if (info.Offline || info.Split || info.ReplicaId != 0 || TableNames.Of(info.TableName) != table)
            return null;
        if (!ServerAddress.TryParse(Encoding.UTF8.GetString(server.Span), out var address))
            throw new HBaseProtocolException("The catalog names a server that is no address.");
        var asOf = row["info"u8, "seqnumDuringOpen"u8] is { Length: sizeof(long) } number ? BinaryPrimitives.ReadInt64BigEndian(number.Span) : 0;
        return new RegionLocation(table, ByteString.CopyFrom(row.Key.Span), info.StartKey, info.EndKey, address, asOf);
    }

    /// <summary>A region's description, with HBase's mark for messages before it.</summary>
    /// <exception cref="HBaseProtocolException">It is none.</exception>
    public static Proto.RegionInfo ReadInfo(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("PBUF"u8))
            throw new HBaseProtocolException("The catalog describes a region in a format that is not known.");
        try
        {
            return Proto.RegionInfo.Parser.ParseFrom(bytes[4..]);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new HBaseProtocolException("The catalog's description of a region could not be read.", e);
        }
    }
}

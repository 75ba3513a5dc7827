using System.Text.Json;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>
/// A window's document: <c>{"window_start":…,"window_end":…,"count":…,…,"version":…,"final":…,"amended":…,"high":{"topic/partition":offset}}</c>.
/// </summary>
internal static class WindowJson
{
    private const string Rides = "count";

    /// <summary>Writes a window.</summary>
    public static byte[] Write(WindowState state) => Documents.Write(state, static (writer, state) =>
    {
        writer.WriteString("window_start", state.Window.Key);
        writer.WriteString("window_end", state.Window.End.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        TotalsJson.Write(writer, Rides, state.Totals);
        writer.WriteNumber("version", state.Version);
        writer.WriteBoolean("final", state.Final);
        writer.WriteBoolean("amended", state.Amended);
        writer.WriteStartObject("high");
        foreach (var (partition, offset) in state.High)
            writer.WriteNumber(partition.ToString(), offset);
        writer.WriteEndObject();
    });

    /// <summary>Reads what <see cref="Write"/> wrote of a window; properties that it does not write are passed over.</summary>
    /// <exception cref="JsonException">It is no such document.</exception>
    public static WindowState Read(TumblingWindow window, ReadOnlySpan<byte> document)
    {
        var (totals, high, version, final, amended) = (TripTotals.Zero, HighWaterMarks.None, 0L, false, false);
        var reader = Documents.Read(document);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (TotalsJson.TryTake(ref reader, Rides, ref totals))
                continue;
            if (reader.ValueTextEquals("version"))
                version = reader.Read() ? reader.GetInt64() : 0;
            else if (reader.ValueTextEquals("final"))
                final = reader.Read() && reader.GetBoolean();
            else if (reader.ValueTextEquals("amended"))
                amended = reader.Read() && reader.GetBoolean();
            else if (reader.ValueTextEquals("high"))
                high = ReadMarks(ref reader);
            else
                reader.Skip();
        }
        return new WindowState(window, totals, high, version, final, amended);
    }

    /// <summary>Reads the totals alone.</summary>
    /// <exception cref="JsonException">It is no such document.</exception>
    public static TripTotals ReadTotals(ReadOnlySpan<byte> document)
    {
        var totals = TripTotals.Zero;
        var reader = Documents.Read(document);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (TotalsJson.TryTake(ref reader, Rides, ref totals))
                continue;
            if (reader.ValueTextEquals("version"))
                break; // The totals stand before it.
            reader.Skip();
        }
        return totals;
    }

    private static HighWaterMarks ReadMarks(ref Utf8JsonReader reader)
    {
        var marks = new List<KeyValuePair<PartitionId, long>>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var partition = PartitionId.Parse(reader.GetString()!);
            reader.Read();
            marks.Add(KeyValuePair.Create(partition, reader.GetInt64()));
        }
        return HighWaterMarks.From(marks);
    }
}

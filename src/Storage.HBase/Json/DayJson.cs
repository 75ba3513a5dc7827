using System.Globalization;
using System.Text.Json;
using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>A day's document: <c>{"date":…,"rides":…,…,"dataset":{…},"stream":{…},"replayed":{…},"computed_at":…,"run":…}</c>.</summary>
internal static class DayJson
{
    private const string Rides = "rides";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Writes a day; its time to the microsecond, and its epoch not, which is the cell's timestamp.</summary>
    public static byte[] Write(DayState state) => Documents.Write(state, static (writer, day) =>
    {
        writer.WriteString("date", day.Date.ToString("O", CultureInfo.InvariantCulture));
        TotalsJson.Write(writer, Rides, day.Totals);
        WriteObject(writer, "dataset", day.Dataset);
        WriteObject(writer, "stream", day.Stream);
        WriteObject(writer, "replayed", day.Replayed);
        writer.WriteString("computed_at", day.ComputedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        writer.WriteString("run", day.Run);
    });

    /// <summary>Reads what <see cref="Write"/> wrote of a date.</summary>
    /// <exception cref="JsonException">It is no such document.</exception>
    public static DayState Read(DateOnly date, ReadOnlySpan<byte> document)
    {
        var (dataset, stream, replayed, computedAt, run) = (TripTotals.Zero, TripTotals.Zero, TripTotals.Zero, DateTimeOffset.MinValue, "");
        var reader = Documents.Read(document);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dataset"))
                dataset = Totals(ref reader);
            else if (reader.ValueTextEquals("stream"))
                stream = Totals(ref reader);
            else if (reader.ValueTextEquals("replayed"))
                replayed = Totals(ref reader);
            else if (reader.ValueTextEquals("computed_at"))
                computedAt = reader.Read() ? DateTimeOffset.ParseExact(reader.GetString()!, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : default;
            else if (reader.ValueTextEquals("run"))
                run = reader.Read() ? reader.GetString()! : "";
            else
                reader.Skip();
        }
        return new DayState(date, dataset, stream, computedAt, run) { Replayed = replayed };
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, in TripTotals totals)
    {
        writer.WriteStartObject(name);
        TotalsJson.Write(writer, Rides, totals);
        writer.WriteEndObject();
    }

    private static TripTotals Totals(ref Utf8JsonReader reader)
    {
        reader.Read();
        return TotalsJson.ReadObject(ref reader, Rides);
    }
}

using System.Globalization;
using System.Text.Json;

namespace OrleansLambda.Storage.HBase.Json;

/// <summary>Totals as properties of a document; what a number needs no digits for has none.</summary>
internal static class TotalsJson
{
    private static readonly string[] Names = ["total_amount", "fare_amount", "tip_amount", "trip_distance", "passenger_count"];

    /// <summary>Writes totals into the object that is being written.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="rides">What the number of rides is called.</param>
    /// <param name="totals">The totals.</param>
    public static void Write(Utf8JsonWriter writer, string rides, in TripTotals totals)
    {
        writer.WriteNumber(rides, totals.Rides);
        WriteDecimal(writer, Names[0], totals.TotalAmount);
        WriteDecimal(writer, Names[1], totals.FareAmount);
        WriteDecimal(writer, Names[2], totals.TipAmount);
        WriteDecimal(writer, Names[3], totals.TripDistance);
        writer.WriteNumber(Names[4], totals.PassengerCount);
    }

    /// <summary>Takes the property that a reader stands on, where it is one of totals.</summary>
    /// <param name="reader">A reader on a property's name; on its value afterwards, where this returns true.</param>
    /// <param name="rides">What the number of rides is called.</param>
    /// <param name="totals">The totals so far.</param>
    public static bool TryTake(ref Utf8JsonReader reader, string rides, ref TripTotals totals)
    {
        if (reader.ValueTextEquals(rides))
            totals = totals with { Rides = Int64(ref reader) };
        else if (reader.ValueTextEquals(Names[0]))
            totals = totals with { TotalAmount = Decimal(ref reader) };
        else if (reader.ValueTextEquals(Names[1]))
            totals = totals with { FareAmount = Decimal(ref reader) };
        else if (reader.ValueTextEquals(Names[2]))
            totals = totals with { TipAmount = Decimal(ref reader) };
        else if (reader.ValueTextEquals(Names[3]))
            totals = totals with { TripDistance = Decimal(ref reader) };
        else if (reader.ValueTextEquals(Names[4]))
            totals = totals with { PassengerCount = Int64(ref reader) };
        else
            return false;
        return true;
    }

    /// <summary>Reads an object of totals that a reader stands on the start of.</summary>
    public static TripTotals ReadObject(ref Utf8JsonReader reader, string rides)
    {
        var totals = TripTotals.Zero;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            if (!TryTake(ref reader, rides, ref totals))
                reader.Skip();
        return totals;
    }

    private static void WriteDecimal(Utf8JsonWriter writer, string name, decimal value)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, "0.######", CultureInfo.InvariantCulture);
        writer.WritePropertyName(name);
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static long Int64(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static decimal Decimal(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDecimal();
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansLambda.Grains.Batch;

/// <summary>Writes a set of dates as its ranges: <c>["2024-01-01/2024-01-31"]</c>.</summary>
internal sealed class DateSetConverter : JsonConverter<DateSet>
{
    private const string Format = "yyyy-MM-dd";

    public override DateSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ranges = new List<DateRange>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A set of dates is an array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ranges.Add(ReadRange(reader.GetString()));
        return DateSet.Of(ranges);
    }

    public override void Write(Utf8JsonWriter writer, DateSet value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var range in value)
            writer.WriteStringValue($"{range.From.ToString(Format, CultureInfo.InvariantCulture)}/{range.To.ToString(Format, CultureInfo.InvariantCulture)}");
        writer.WriteEndArray();
    }

    private static DateRange ReadRange(string? text) =>
        text?.Split('/') is [var from, var to]
        && DateOnly.TryParseExact(from, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && DateOnly.TryParseExact(to, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            ? new DateRange(first, last)
            : throw new JsonException($"'{text}' is no range of dates; such as '2024-01-01/2024-01-31' is.");
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansLambda.Api.Http;

/// <summary>Writes decimals as plain JSON numbers without trailing zeros: 22.7, not 22.700000.</summary>
internal sealed class DecimalConverter : JsonConverter<decimal>
{
    // Dividing by a one of the highest scale leaves the quotient with as few digits as it needs.
    private const decimal One = 1.0000000000000000000000000000m;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value / One);
}

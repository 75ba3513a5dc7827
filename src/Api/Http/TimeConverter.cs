using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansLambda.Api.Http;

/// <summary>
/// Writes times as ISO 8601 in UTC, with <c>Z</c> for the offset: unlike <c>+00:00</c> that may stand in a query as it is.
/// </summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));
}

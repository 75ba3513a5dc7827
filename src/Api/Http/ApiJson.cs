using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansLambda.Api.Http;

/// <summary>
/// The API's JSON. It is kept apart from the host's own settings, which other endpoints of the same host, such as the
/// dashboard's, may rely on.
/// </summary>
internal static class ApiJson
{
    private static readonly ApiJsonContext Context = new(new JsonSerializerOptions(ApiJsonContext.Default.Options)
    {
        Converters = { new DecimalConverter(), new TimeConverter() },
    });

    /// <summary>An answer with <paramref name="value"/> as its body.</summary>
    public static JsonHttpResult<T> Ok<T>(T value, int statusCode = StatusCodes.Status200OK) =>
        TypedResults.Json(value, TypeOf<T>(), statusCode: statusCode);

    /// <summary><paramref name="value"/> as UTF-8.</summary>
    public static byte[] ToBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>());

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Context.Options.GetTypeInfo(typeof(T));
}

using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/stream</c>: the Real-time API, which tells the present second as an event.</summary>
internal static class StreamEndpoints
{
    public static void MapStream(this IEndpointRouteBuilder app) => app.MapGet("/stream", Get);

    private static JsonHttpResult<StreamDto> Get(TimeProvider time) =>
        ApiJson.Ok(new StreamDto(time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
}

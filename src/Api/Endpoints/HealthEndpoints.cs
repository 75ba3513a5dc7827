using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLambda.Api.Contracts;
using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary><c>/health</c> and <c>/health/live</c>: the process answers. <c>/health/ready</c>: all that it needs answers too.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", Live);
        app.MapGet("/health/live", Live);
        app.MapGet("/health/ready", ReadyAsync);
    }

    private static JsonHttpResult<HealthDto> Live() => ApiJson.Ok(new HealthDto(true));

    private static async Task<Results<JsonHttpResult<HealthDto>, ProblemHttpResult>> ReadyAsync(HttpContext context, Readiness readiness, CancellationToken cancellationToken)
    {
        var faults = await readiness.CheckAsync(cancellationToken);
        return faults.Count == 0
            ? ApiJson.Ok(new HealthDto(true))
            : Problems.TryAgain(
                context,
                StatusCodes.Status503ServiceUnavailable,
                string.Join(" ", faults.Values),
                [new("ok", false), new("errors", faults)]);
    }
}

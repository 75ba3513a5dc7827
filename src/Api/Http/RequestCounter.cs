using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Api.Http;

/// <summary>Counts every request by the route that it matched and the status of its answer.</summary>
internal sealed class RequestCounter(RequestDelegate next, LambdaMetrics metrics)
{
    // What callers may choose freely is no label: their number would be theirs to choose too.
    private const string NoRoute = "none";

    public async Task InvokeAsync(HttpContext context)
    {
        // Read beforehand: the exception handler forgets the endpoint.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute;
        try
        {
            await next(context);
        }
        finally
        {
            metrics.ApiRequest(route, context.Response.StatusCode);
        }
    }
}

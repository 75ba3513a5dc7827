using OpenTelemetry.Metrics;
using OrleansLambda.Api.Endpoints;
using OrleansLambda.Api.Http;
using OrleansLambda.Api.Page;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Api;

/// <summary>Maps the API on a host's application.</summary>
public static class LambdaApiApplicationExtensions
{
    /// <summary>
    /// Maps the endpoints, the live page and <c>/metrics</c>, and the middleware that they rely on. Call it before other
    /// endpoints are mapped, so that the middleware sees their requests too.
    /// </summary>
    public static WebApplication MapLambdaApi(this WebApplication app)
    {
        // Whoever listens to the metrics does so from the time it is made.
        app.Services.GetRequiredService<MeterProvider>();
        app.Services.GetRequiredService<LambdaMetrics>().Begin();

        app.UseMiddleware<RequestCounter>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = app.Services.GetRequiredService<ExceptionProblems>().HandleAsync,
            SuppressDiagnosticsCallback = static _ => true,
        });
        app.UseMiddleware<RequestGuard>();
        app.UseStatusCodePages(static context => Problems.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseRequestTimeouts();

        app.MapPage();
        app.MapHealth();
        app.MapStream();
        app.MapPrometheusScrapingEndpoint("/metrics");
        var api = app.MapGroup("/api/v1");
        api.MapDays();
        api.MapWindows();
        api.MapLedger();
        api.MapDeadLetters();
        api.MapImports();
        api.MapRuns();
        api.MapIngest();
        EventEndpoints.Map(api);
        return app;
    }
}

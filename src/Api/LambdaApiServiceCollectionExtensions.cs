using System.Globalization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OrleansLambda.Api.Endpoints;
using OrleansLambda.Api.Http;
using OrleansLambda.Api.Intake;
using OrleansLambda.Api.Live;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Api;

/// <summary>Registers the API on a host.</summary>
public static class LambdaApiServiceCollectionExtensions
{
    // Their labels are routes, methods and states, of which there are few, and none is a caller's to choose.
    private static readonly string[] Meters =
    [
        MetricNames.Meter,
        "Microsoft.Orleans",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    /// <summary>
    /// Adds what <see cref="LambdaApiApplicationExtensions.MapLambdaApi"/> maps. The host has an Orleans client or silo, and
    /// the ports. Settings come from the sections <c>Api</c>, <c>Events</c> and <c>Batch</c>.
    /// </summary>
    public static IServiceCollection AddLambdaApi(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ApiOptions>().BindConfiguration(ApiOptions.SectionName).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<EventOptions>().BindConfiguration(EventOptions.SectionName).ValidateDataAnnotations();
        services.AddMergedView();
        services.TryAddSingleton(static provider => new EventParser(provider.GetRequiredService<IOptions<EventOptions>>().Value));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LambdaMetrics>();
        services.AddSingleton<ExceptionProblems>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<EventEndpoints>();
        services.AddSingleton<WindowStream>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<RunStarter>();
        services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ApiOptions>>(static (timeouts, api) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = api.Value.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>(static (kestrel, api) => Limit(kestrel, api.Value));
        return services;
    }

    private static void Limit(KestrelServerOptions kestrel, ApiOptions api)
    {
        kestrel.AddServerHeader = false;
        // The endpoints know their own limits and answer better than the server does; this one stands behind them.
        kestrel.Limits.MaxRequestBodySize = Math.Max(api.MaxBodyBytes, 1 << 20) + 1L;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Ingest;

/// <summary>Registers ingest on a silo.</summary>
public static class IngestServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <see cref="IIngestGrain"/> needs, and starts it with the silo. The silo has reminders, and the ports
    /// <c>IEventLog</c> and <c>IDeadLetterStore</c>. Settings come from the sections <c>Ingest</c> and <c>Events</c>.
    /// </summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<IngestOptions>().BindConfiguration(IngestOptions.SectionName).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<EventOptions>().BindConfiguration(EventOptions.SectionName).ValidateDataAnnotations();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IngestOptions>, IngestOptionsValidator>());
        services.TryAddSingleton(static provider => new EventParser(provider.GetRequiredService<IOptions<EventOptions>>().Value));
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<LambdaMetrics>();
        services.TryAddSingleton<RealTimeApiClient>();
        services.TryAddTransient<IngestWorker>();
        // The Real-time API is a neighbour: no proxy lies in between, and nothing that it says sends us elsewhere. Its
        // client's own log would write several lines each second.
        services.AddHttpClient(RealTimeApiClient.ClientName)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
            .RemoveAllLoggers();
        services.AddHostedService<IngestStarter>();
        return services;
    }
}

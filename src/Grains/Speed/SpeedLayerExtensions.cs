using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Speed;

/// <summary>Puts the speed layer into a silo.</summary>
public static class SpeedLayerExtensions
{
    /// <summary>
    /// Adds what the speed layer's grains need, apart from the ports (the log, the windows' store and the store of dead
    /// letters) and the stream provider, which the caller adds. Calling it twice changes nothing.
    /// </summary>
    public static ISiloBuilder AddSpeedLayer(this ISiloBuilder silo) => silo.ConfigureServices(static services =>
    {
        services.AddOptions<SpeedLayerOptions>().BindConfiguration(SpeedLayerOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EventOptions>().BindConfiguration(EventOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SpeedLayerOptions>, SpeedLayerOptionsValidator>());
        services.AddGrainFailures();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LambdaMetrics>();
        services.TryAddSingleton<WatermarkClock>();
        services.TryAddSingleton<WindowServices>();
        services.TryAddSingleton<WindowAmender>();
        services.TryAddSingleton(static provider => new EventParser(provider.GetRequiredService<IOptions<EventOptions>>().Value));
        services.TryAddSingleton<IRecordInterpreter, EventGrouper>();
        services.TryAddSingleton<IPartitionObserver>(static provider => provider.GetRequiredService<LedgerReporter>());
        services.AddSiloService<LedgerReporter>();
        services.AddSiloService<WindowFeedPublisher>();
        services.AddSiloService<WindowRetirement>();
    });

    private static void AddSiloService<T>(this IServiceCollection services)
        where T : SiloService
    {
        if (services.Any(static service => service.ServiceType == typeof(T)))
            return;
        services.AddSingleton<T>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider => provider.GetRequiredService<T>());
    }
}

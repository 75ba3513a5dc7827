using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Batch.Imports;
using OrleansLambda.Grains.Batch.Runs;
using OrleansLambda.Grains.Events;
using OrleansLambda.Grains.Serving;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Batch;

/// <summary>Adds the batch layer and the merged view to a process.</summary>
public static class BatchLayerExtensions
{
    /// <summary>
    /// Adds imports and runs to a silo. The ports (<c>Ports/</c>), an <c>IDatasetCatalog</c> among them, and a reminder
    /// service are for the caller to add. Settings come from the sections <c>Batch</c>, <c>Import</c> and <c>Events</c>.
    /// </summary>
    public static IServiceCollection AddBatchLayer(this IServiceCollection services)
    {
        services.AddMergedView();
        services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StoreRetryOptions>().BindConfiguration(StoreRetryOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EventOptions>().BindConfiguration(EventOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddGrainFailures();
        services.AddMetrics();
        services.TryAddSingleton<LambdaMetrics>();
        services.TryAddSingleton(static provider => new EventParser(provider.GetRequiredService<IOptions<EventOptions>>().Value));
        services.TryAddSingleton<StoreRetry>();
        services.TryAddSingleton<Documents>();
        services.TryAddSingleton<ImportServices>();
        services.TryAddSingleton<LogStretchReader>();
        services.TryAddSingleton<LogScanner>();
        services.TryAddSingleton<BatchRun>();
        services.TryAddSingleton<RunHistory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, BatchStartup>());
        return services;
    }

    /// <summary>Adds the merged view of the days to a process that reads the stores, silo or not. Settings come from the section <c>Batch</c>.</summary>
    public static IServiceCollection AddMergedView(this IServiceCollection services)
    {
        services.AddOptions<BatchOptions>().BindConfiguration(BatchOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BatchOptions>, BatchOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new ZonedCalendar(provider.GetRequiredService<IOptions<BatchOptions>>().Value.TimeZone));
        services.TryAddSingleton<DayReader>();
        return services;
    }
}

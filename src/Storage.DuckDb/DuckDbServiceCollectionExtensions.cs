using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>Registers the ports.</summary>
public static class DuckDbServiceCollectionExtensions
{
    /// <summary>
    /// Keeps the log and all stores in one DuckDB file, which is open while the host runs: from before the first hosted
    /// service starts until after the last has stopped.
    /// </summary>
    public static IServiceCollection AddDuckDbStorage(this IServiceCollection services, Action<DuckDbOptions>? configure = null)
    {
        var options = services.AddOptions<DuckDbOptions>().BindConfiguration(DuckDbOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DuckDbDatabase>();
        services.AddHostedService<DuckDbLifetime>();
        services.AddSingleton<IEventLog, DuckDbEventLog>();
        services.AddSingleton<IWindowStore, DuckDbWindowStore>();
        services.AddSingleton<ITripStore, DuckDbTripStore>();
        services.AddSingleton<IDayStore, DuckDbDayStore>();
        services.AddSingleton<ICheckpointStore, DuckDbCheckpointStore>();
        services.AddSingleton<IDeadLetterStore, DuckDbDeadLetterStore>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace OrleansLambda.Storage.HBase;

/// <summary>Registers the ports.</summary>
public static class HBaseStorageServiceCollectionExtensions
{
    /// <summary>
    /// Keeps windows, days, trips, documents and dead letters in HBase. Tables that are missing are made before the host's
    /// first service starts. The log is not among the ports.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Settings, over those in the section <see cref="HBaseStorageOptions.SectionName"/> of the host's configuration.</param>
    public static IServiceCollection AddHBaseStorage(this IServiceCollection services, Action<HBaseStorageOptions>? configure = null)
    {
        var options = services.AddOptions<HBaseStorageOptions>().BindConfiguration(HBaseStorageOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.AddHBaseClient();
        services.AddSingleton<HBaseTables>();
        services.AddSingleton<HBaseProbe>();
        services.AddHostedService<HBaseLifetime>();
        services.AddSingleton<IWindowStore, HBaseWindowStore>();
        services.AddSingleton<ITripStore, HBaseTripStore>();
        services.AddSingleton<IDayStore, HBaseDayStore>();
        services.AddSingleton<ICheckpointStore, HBaseCheckpointStore>();
        services.AddSingleton<IDeadLetterStore, HBaseDeadLetterStore>();
        return services;
    }
}

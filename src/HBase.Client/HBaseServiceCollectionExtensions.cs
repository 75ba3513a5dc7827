using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansLambda.HBase.Client;

/// <summary>Registers the client.</summary>
public static class HBaseServiceCollectionExtensions
{
    /// <summary>
    /// Registers an <see cref="HBaseClient"/>, secured by the <see cref="IConnectionSecurity"/> that is registered, where one
    /// is. Wrong settings stop the host's start.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Settings, over those in the section <see cref="HBaseOptions.SectionName"/> of the host's configuration.</param>
    public static IServiceCollection AddHBaseClient(this IServiceCollection services, Action<HBaseOptions>? configure = null) =>
        Add(services, options => options.BindConfiguration(HBaseOptions.SectionName), configure);

    /// <summary>Registers an <see cref="HBaseClient"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">Settings.</param>
    public static IServiceCollection AddHBaseClient(this IServiceCollection services, IConfiguration section) =>
        Add(services, options => options.Bind(section), null);

    private static IServiceCollection Add(IServiceCollection services, Action<OptionsBuilder<HBaseOptions>> bind, Action<HBaseOptions>? configure)
    {
        var options = services.AddOptions<HBaseOptions>();
        bind(options);
        if (configure is not null)
            options.Configure(configure);
        options.ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HBaseOptions>, HBaseOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new HBaseClient(
            provider.GetRequiredService<IOptions<HBaseOptions>>().Value,
            provider.GetService<IConnectionSecurity>(),
            provider.GetService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}

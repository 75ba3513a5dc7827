using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>Registers the log.</summary>
public static class KafkaServiceCollectionExtensions
{
    /// <summary>
    /// Keeps the log in a topic of Kafka, which is made where there is none. <see cref="KafkaHealth"/> tells whether the
    /// brokers answer.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Settings; without them, the section <see cref="KafkaOptions.SectionName"/> of the host's configuration alone counts.</param>
    public static IServiceCollection AddKafkaEventLog(this IServiceCollection services, Action<KafkaOptions>? configure = null) =>
        Add(services, options => options.BindConfiguration(KafkaOptions.SectionName), configure);

    /// <summary>Keeps the log in a topic of Kafka.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">Settings.</param>
    public static IServiceCollection AddKafkaEventLog(this IServiceCollection services, IConfiguration section) =>
        Add(services, options => options.Bind(section), null);

    /// <summary>
    /// Sends a copy of every dead letter to <see cref="KafkaOptions.DeadLetterTopic"/>, beside the store that was registered
    /// before; changes nothing while no such topic is set.
    /// </summary>
    /// <exception cref="InvalidOperationException">No store was registered before.</exception>
    public static IServiceCollection AddKafkaDeadLetters(this IServiceCollection services)
    {
        var store = services.LastOrDefault(service => service.ServiceType == typeof(IDeadLetterStore) && !service.IsKeyedService)
            ?? throw new InvalidOperationException($"Register the {nameof(IDeadLetterStore)} that keeps the letters before {nameof(AddKafkaDeadLetters)}.");
        services.Remove(store);
        services.AddKeyedSingleton<IDeadLetterStore>(typeof(KafkaDeadLetterStore), (provider, _) => Make(provider, store));
        services.AddSingleton(provider =>
        {
            var keeper = provider.GetRequiredKeyedService<IDeadLetterStore>(typeof(KafkaDeadLetterStore));
            var kafka = provider.GetRequiredService<KafkaConnection>();
            return string.IsNullOrEmpty(kafka.Options.DeadLetterTopic) ? keeper : new KafkaDeadLetterStore(keeper, kafka);
        });
        return services;
    }

    private static IDeadLetterStore Make(IServiceProvider provider, ServiceDescriptor store) => (IDeadLetterStore)(
        store.ImplementationInstance
        ?? store.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, store.ImplementationType!));

    private static IServiceCollection Add(IServiceCollection services, Action<OptionsBuilder<KafkaOptions>> bind, Action<KafkaOptions>? configure)
    {
        var options = services.AddOptions<KafkaOptions>();
        bind(options);
        if (configure is not null)
            options.Configure(configure);
        options.ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<KafkaConnection>();
        services.AddSingleton(provider => provider.GetRequiredService<KafkaConnection>().Health);
        services.AddHostedService<KafkaLifetime>();
        services.AddSingleton<IEventLog, KafkaEventLog>();
        return services;
    }
}

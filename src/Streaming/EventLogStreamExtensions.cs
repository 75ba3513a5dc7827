using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Providers;

namespace OrleansLambda.Streaming;

/// <summary>Puts an event log's streams into a silo.</summary>
public static class EventLogStreamExtensions
{
    /// <summary>
    /// Adds a stream provider over the registered <see cref="IEventLog"/>. What its records mean, and to which streams
    /// they belong, is decided by the registered <see cref="IRecordInterpreter"/>. Subscribers receive everything at least
    /// once, and each stream's items in order. A service registered under the key <paramref name="name"/> comes before
    /// one without a key, so that several such providers can live in one silo.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="configure">Settings in code; they come before those of the configuration.</param>
    /// <param name="subscriptions">Which subscribers are served. Explicit ones need a grain storage named PubSubStore.</param>
    public static ISiloBuilder AddEventLogStreams(
        this ISiloBuilder silo,
        string name,
        Action<EventLogStreamOptions>? configure = null,
        StreamPubSubType subscriptions = StreamPubSubType.ImplicitOnly)
    {
        silo.ConfigureServices(services =>
        {
            var options = services.AddOptions<EventLogStreamOptions>(name).BindConfiguration(EventLogStreamOptions.SectionName);
            if (configure is not null)
                options.Configure(configure);
            services.AddSingleton<IConfigurationValidator>(provider =>
                new EventLogStreamOptionsValidator(provider.GetRequiredService<IOptionsMonitor<EventLogStreamOptions>>(), name));
        });
        return silo.AddPersistentStreams(name, CreateFactory, streams =>
        {
            streams.Configure<StreamPullingAgentOptions>(agent => agent.Configure<IOptionsMonitor<EventLogStreamOptions>>((to, from) =>
            {
                to.GetQueueMsgsTimerPeriod = from.Get(name).DeliveryPeriod;
                to.MaxEventDeliveryTime = Timeout.InfiniteTimeSpan; // Anything else passes over events that cannot be delivered yet.
                to.BatchContainerBatchSize = 1; // The interface that tells which of several containers failed is Orleans' own.
                to.StreamInactivityPeriod = TimeSpan.FromMinutes(2);
            }));
            streams.ConfigureStreamPubSub(subscriptions);
            streams.ConfigurePartitionBalancing(static (services, provider) =>
                ActivatorUtilities.CreateInstance<PartitionBalancer>(services, Of<IEventLog>(services, provider), OptionsOf(services, provider)));
            streams.ConfigureComponent<IMessageDeliveryBackoffProvider>(static (services, provider) => BackoffOf(services, provider));
            streams.ConfigureComponent<IQueueReaderBackoffProvider>(static (services, provider) => BackoffOf(services, provider));
        });
    }

    private static EventLogAdapterFactory CreateFactory(IServiceProvider services, string provider) => new(provider, new PartitionServices(
        Of<IEventLog>(services, provider),
        Of<IDeadLetterStore>(services, provider),
        Of<IRecordInterpreter>(services, provider),
        Of<IPartitionObserver>(services, provider),
        OptionsOf(services, provider),
        BackoffOf(services, provider),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger($"{typeof(EventLogStreamExtensions).Namespace}.{provider}")));

    // A provider's own part, or the one that all share.
    private static T Of<T>(IServiceProvider services, string provider)
        where T : class => services.GetKeyedService<T>(provider) ?? services.GetRequiredService<T>();

    private static EventLogStreamOptions OptionsOf(IServiceProvider services, string provider) =>
        services.GetRequiredService<IOptionsMonitor<EventLogStreamOptions>>().Get(provider);

    private static Backoff BackoffOf(IServiceProvider services, string provider)
    {
        var options = OptionsOf(services, provider);
        return new Backoff(options.MinRetryDelay, options.MaxRetryDelay);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Providers;

namespace OrleansLambda.Streaming;

/// <summary>Puts an event log's streams into a silo, or into a client of silos.</summary>
public static class EventLogStreamExtensions
{
    /// <summary>
    /// Adds a stream provider over the registered <see cref="IEventLog"/>. What its records mean, and to which streams
    /// they belong, is decided by the registered <see cref="IRecordInterpreter"/>. Subscribers receive everything at least
    /// once, and each stream's items in order. A service registered under the key <paramref name="name"/> comes before
    /// one without a key, so that several such providers can live in one silo. What is sent to its streams goes to the
    /// <see cref="IStreamAppender"/> under that key; without one the provider only reads.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="configure">Settings in code; they come before those of the configuration.</param>
    /// <param name="subscriptions">Which subscribers are served. Explicit ones need a grain storage named PubSubStore.</param>
    public static ISiloBuilder AddEventLogStreams(
        this ISiloBuilder silo,
        string name,
        Action<EventLogStreamOptions>? configure = null,
        StreamPubSubType subscriptions = StreamPubSubType.ImplicitOnly) => silo.AddEventLogStreams(
            name,
            (OptionsBuilder<EventLogStreamOptions> options) =>
            {
                options.BindConfiguration(EventLogStreamOptions.SectionName);
                if (configure is not null)
                    options.Configure(configure);
            },
            streams => streams.ConfigureStreamPubSub(subscriptions));

    /// <summary>Adds a stream provider over the registered <see cref="IEventLog"/>, whose settings are all in code.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="settings">Gives the settings.</param>
    /// <param name="configure">Settings of Orleans' own.</param>
    public static ISiloBuilder AddEventLogStreams(
        this ISiloBuilder silo, string name, Action<OptionsBuilder<EventLogStreamOptions>> settings, Action<ISiloPersistentStreamConfigurator> configure)
    {
        silo.ConfigureServices(services =>
        {
            settings(services.AddOptions<EventLogStreamOptions>(name));
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
            streams.ConfigurePartitionBalancing(static (services, provider) =>
                ActivatorUtilities.CreateInstance<PartitionBalancer>(services, Of<IEventLog>(services, provider), OptionsOf(services, provider)));
            streams.ConfigureComponent<IMessageDeliveryBackoffProvider>(static (services, provider) => BackoffOf(services, provider));
            streams.ConfigureComponent<IQueueReaderBackoffProvider>(static (services, provider) => BackoffOf(services, provider));
            configure(streams);
        });
    }

    /// <summary>
    /// Adds the half of a stream provider that a client needs: it sends to streams through the
    /// <see cref="IStreamAppender"/> registered under <paramref name="name"/>, and subscribes through the cluster's silos,
    /// which have a provider of the same name.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="configure">Settings of Orleans' own.</param>
    public static IClientBuilder AddEventLogStreams(this IClientBuilder client, string name, Action<IClusterClientPersistentStreamConfigurator>? configure = null) =>
        client.AddPersistentStreams(name, static (services, provider) => new ProducerAdapter(provider, ProducerOf(services, provider)), configure);

    private static EventLogAdapterFactory CreateFactory(IServiceProvider services, string provider)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"{typeof(EventLogStreamExtensions).Namespace}.{provider}");
        return new(new PartitionServices(
            provider,
            Of<IEventLog>(services, provider),
            Of<IDeadLetterStore>(services, provider),
            Of<IRecordInterpreter>(services, provider),
            new GuardedObserver(Of<IPartitionObserver>(services, provider), logger),
            services.GetKeyedService<IStreamAppender>(provider) is null ? null : ProducerOf(services, provider),
            OptionsOf(services, provider),
            BackoffOf(services, provider),
            services.GetRequiredService<TimeProvider>(),
            logger));
    }

    private static StreamProducer ProducerOf(IServiceProvider services, string provider) =>
        new(provider, services.GetRequiredKeyedService<IStreamAppender>(provider), services.GetRequiredKeyedService<IStreamFormat>(provider));

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

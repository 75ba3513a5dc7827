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
    /// Adds a stream provider over the registered <see cref="IEventLog"/>: each partition is a stream in the namespace
    /// <see cref="PartitionStream.Namespace"/>, whose items are what the registered <see cref="IRecordInterpreter"/>
    /// makes of the partition's records. Only implicit subscribers are served, at least once and in order.
    /// </summary>
    public static ISiloBuilder AddEventLogStreams(this ISiloBuilder silo, string name, Action<EventLogStreamOptions>? configure = null)
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
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePartitionBalancing(static (services, provider) =>
                ActivatorUtilities.CreateInstance<PartitionBalancer>(services, OptionsOf(services, provider)));
            streams.ConfigureComponent<IMessageDeliveryBackoffProvider>(static (services, provider) => BackoffOf(services, provider));
            streams.ConfigureComponent<IQueueReaderBackoffProvider>(static (services, provider) => BackoffOf(services, provider));
        });
    }

    private static EventLogAdapterFactory CreateFactory(IServiceProvider services, string provider) => new(provider, new PartitionServices(
        services.GetRequiredService<IEventLog>(),
        services.GetRequiredService<IDeadLetterStore>(),
        services.GetRequiredService<IRecordInterpreter>(),
        services.GetRequiredService<IPartitionObserver>(),
        OptionsOf(services, provider),
        BackoffOf(services, provider),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger($"{typeof(EventLogStreamExtensions).Namespace}.{provider}")));

    private static EventLogStreamOptions OptionsOf(IServiceProvider services, string provider) =>
        services.GetRequiredService<IOptionsMonitor<EventLogStreamOptions>>().Get(provider);

    private static Backoff BackoffOf(IServiceProvider services, string provider)
    {
        var options = OptionsOf(services, provider);
        return new Backoff(options.MinRetryDelay, options.MaxRetryDelay);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using OrleansLambda.Streaming;

namespace OrleansLambda.EventLog.Kafka.Streams;

/// <summary>
/// Adds stream providers over topics of Kafka. Each has a name, and everything that belongs to it is registered under that
/// name as its key: <see cref="KafkaConnection"/>, <see cref="KafkaHealth"/>, <see cref="IEventLog"/>. What an
/// application registers under it comes first: <see cref="IStreamFormat"/> (else JSON), <see cref="IDeadLetterStore"/> (else the
/// dead letters' topic, where one is set, and the log), <see cref="IPartitionObserver"/> (else nobody).
/// </summary>
public static class KafkaStreamExtensions
{
    /// <summary>Where the settings of reading stand in a provider's section.</summary>
    public const string ReadingSection = "Reading";

    /// <summary>Adds a stream provider to a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="configure">Gives its settings: at least brokers and topic.</param>
    /// <param name="reading">Gives settings of reading, where the defaults do not suit.</param>
    public static ISiloBuilder AddKafkaStreams(
        this ISiloBuilder silo, string name, Action<KafkaStreamOptions> configure, Action<EventLogStreamOptions>? reading = null) =>
        silo.Add(name, options => options.Configure(configure), options => options.Configure(reading ?? (static _ => { })));

    /// <summary>Adds a stream provider to a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="section">Its settings, those of reading in a section <see cref="ReadingSection"/>. In place of brokers, <c>ConnectionName</c> may name a connection string that has them.</param>
    public static ISiloBuilder AddKafkaStreams(this ISiloBuilder silo, string name, IConfiguration section) =>
        silo.Add(name, options => Bind(options, section), options => options.Bind(section.GetSection(ReadingSection)));

    /// <summary>Adds a stream provider to a client: it sends to streams itself, and subscribes through the cluster's silos.</summary>
    /// <param name="client">The client.</param>
    /// <param name="name">The provider's name, the same as in the silos.</param>
    /// <param name="configure">Gives its settings, which agree with those of the silos about the topic and the namespace.</param>
    public static IClientBuilder AddKafkaStreams(this IClientBuilder client, string name, Action<KafkaStreamOptions> configure) =>
        client.Add(name, options => options.Configure(configure));

    /// <summary>Adds a stream provider to a client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="name">The provider's name, the same as in the silos.</param>
    /// <param name="section">Its settings, as for a silo.</param>
    public static IClientBuilder AddKafkaStreams(this IClientBuilder client, string name, IConfiguration section) =>
        client.Add(name, options => Bind(options, section));

    private static ISiloBuilder Add(
        this ISiloBuilder silo, string name, Action<OptionsBuilder<KafkaStreamOptions>> settings, Action<OptionsBuilder<EventLogStreamOptions>> reading)
    {
        silo.ConfigureServices(services => KafkaStreamServices.Add(services, name, settings));
        return silo.AddEventLogStreams(
            name,
            options =>
            {
                options.Configure(static options => options.UnreadAfter = KafkaStreamOptions.UnreadAfter);
                reading(options);
            },
            streams => streams.Configure<StreamPubSubOptions>(options => Subscribe(options, name)));
    }

    private static IClientBuilder Add(this IClientBuilder client, string name, Action<OptionsBuilder<KafkaStreamOptions>> settings)
    {
        client.ConfigureServices(services => KafkaStreamServices.Add(services, name, settings));
        return client.AddEventLogStreams(name, streams => streams.Configure<StreamPubSubOptions>(options => Subscribe(options, name)));
    }

    private static void Subscribe(OptionsBuilder<StreamPubSubOptions> options, string name) =>
        options.Configure<IOptionsMonitor<KafkaStreamOptions>>((to, from) => to.PubSubType = from.Get(name).Subscriptions);

    private static void Bind(OptionsBuilder<KafkaStreamOptions> options, IConfiguration section)
    {
        options.Bind(section);
        if (section["ConnectionName"] is { Length: > 0 } connection)
            options.Configure<IConfiguration>((to, root) =>
            {
                if (to.BootstrapServers.Length == 0)
                    to.BootstrapServers = root.GetConnectionString(connection) ?? "";
            });
    }
}

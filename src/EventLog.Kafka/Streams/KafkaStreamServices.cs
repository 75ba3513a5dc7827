using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansLambda.EventLog.Kafka.Reading;
using OrleansLambda.Streaming;
using OrleansLambda.Streaming.Records;

namespace OrleansLambda.EventLog.Kafka.Streams;

/// <summary>What a stream provider needs, in a silo and in a client alike, under its name.</summary>
internal static class KafkaStreamServices
{
    /// <summary>Registers it.</summary>
    public static void Add(IServiceCollection services, string name, Action<OptionsBuilder<KafkaStreamOptions>> settings)
    {
        AddOptions(services, name, settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(name, static (services, key) => Connect(services, (string)key!));
        services.AddKeyedSingleton(name, static (services, key) => KafkaOf(services, key).Health);
        services.AddKeyedSingleton<IEventLog>(name, static (services, key) => new KafkaEventLog(KafkaOf(services, key)));
        services.AddKeyedSingleton<IStreamAppender>(name, static (services, key) => new KafkaStreamAppender(KafkaOf(services, key), OptionsOf(services, key)));
        services.AddSingleton<IHostedService>(services => new KafkaLifetime(KafkaOf(services, name)));
        services.TryAddKeyedSingleton<IPartitionObserver, SilentObserver>(name);
        services.TryAddKeyedSingleton(name, static (services, key) => LettersOf(services, (string)key!));
        services.AddRecordStreams(name, services => OptionsOf(services, name).NamespaceOrTopic);
    }

    private static void AddOptions(IServiceCollection services, string name, Action<OptionsBuilder<KafkaStreamOptions>> settings)
    {
        var options = services.AddOptions<KafkaStreamOptions>(name);
        settings(options);
        options.PostConfigure<IOptions<ClusterOptions>>((kafka, cluster) =>
        {
            if (kafka.ConsumerGroup.Length == 0)
                kafka.ConsumerGroup = $"{cluster.Value.ServiceId}-{name}";
        });
        options.ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaStreamOptions>>(new KafkaStreamOptionsValidator(name));
    }

    private static KafkaConnection Connect(IServiceProvider services, string name)
    {
        var options = OptionsOf(services, name);
        var names = new NameReading(options.NamespaceHeader.Length == 0 ? null : Encoding.ASCII.GetBytes(options.NamespaceHeader + '\0'));
        return new KafkaConnection(options, names, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>());
    }

    private static IDeadLetterStore LettersOf(IServiceProvider services, string name)
    {
        var logged = new LoggedDeadLetters(name, services.GetRequiredService<ILogger<LoggedDeadLetters>>());
        return OptionsOf(services, name).DeadLetterTopic is not { Length: > 0 } ? logged : new KafkaDeadLetterStore(logged, KafkaOf(services, name));
    }

    private static KafkaConnection KafkaOf(IServiceProvider services, object? name) => services.GetRequiredKeyedService<KafkaConnection>(name);

    private static KafkaStreamOptions OptionsOf(IServiceProvider services, object? name) =>
        services.GetRequiredService<IOptionsMonitor<KafkaStreamOptions>>().Get((string)name!);
}

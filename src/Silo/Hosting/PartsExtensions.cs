using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansLambda.Api.Endpoints;
using OrleansLambda.EventLog.Kafka;
using OrleansLambda.Grains.Batch.Datasets;
using OrleansLambda.Grains.Batch.Imports;
using OrleansLambda.Grains.Ingest.Replay;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Speed;
using OrleansLambda.HBase.Client;
using OrleansLambda.Silo.Hosting.Starting;
using OrleansLambda.Storage.DuckDb;
using OrleansLambda.Storage.DuckDb.Datasets;
using OrleansLambda.Storage.HBase;

namespace OrleansLambda.Silo.Hosting;

/// <summary>Registers the log and the store that the settings choose.</summary>
internal static class PartsExtensions
{
    private const string Topic = "taxi_stream";
    private const string DeadLetterTopic = "taxi_stream_dlq";

    /// <summary>Adds the ports, what reads datasets, and what waits for the servers that all that needs.</summary>
    public static IServiceCollection AddParts(this IServiceCollection services, Settings settings, Action<IServiceCollection>? store)
    {
        if (store is not null)
            store(services);
        else
            services.AddStore(settings);
        if (settings.Parts.Log == LogKind.Kafka)
            services.AddKafka(settings);
        services.Configure<ImportOptions>(options => options.RejectDirectory = Path.Combine(settings.DataDirectory, "rejects"));
        services.Configure<DownloadOptions>(options => options.Folder = Path.Combine(settings.DataDirectory, "downloads"));
        services.AddDatasets();
        services.AddSingleton<IDatasetReader, ParquetDatasetReader>();
        services.AddReplay();
        services.AddOptions<StartOptions>().BindConfiguration(StartOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DependencyWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<DependencyWatch>());
        services.AddSingleton<IReadinessCheck>(static provider => provider.GetRequiredService<DependencyWatch>());
        return services;
    }

    private static void AddStore(this IServiceCollection services, Settings settings)
    {
        if (settings.Parts is { Store: StoreKind.DuckDb } or { Log: LogKind.DuckDb })
            services.AddDuckDbStorage(options => options.Path = settings.DatabasePath);
        if (settings.Parts.Store == StoreKind.HBase)
            services.AddHBase(settings);
    }

    private static void AddHBase(this IServiceCollection services, Settings settings)
    {
        if (settings.Configuration["HBase:Servers"] is null or "")
            throw new SettingException("HBase:Servers is not set; the store is hbase, and some of its masters or region servers are needed, as host:port separated by commas.");
        services.RemoveAll<IWindowStore>().RemoveAll<ITripStore>().RemoveAll<IDayStore>().RemoveAll<ICheckpointStore>().RemoveAll<IDeadLetterStore>(); // The log's file has brought them, too.
        services.AddHBaseStorage();
        // Its own start makes the tables before anything else has started; here the API is to be up by then.
        services.Remove(services.Single(static service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(HBaseTables).Assembly));
        services.AddSingleton(static provider =>
        {
            var (probe, servers) = (provider.GetRequiredService<HBaseProbe>(), provider.GetRequiredService<IOptions<HBaseOptions>>().Value.Servers);
            return new Dependency("store", $"HBase at {servers} (HBase:Servers)", probe.AskAsync, () => probe.Pending);
        });
        if (settings.Parts.Log != LogKind.DuckDb)
            return;
        services.RemoveAll<IEventLog>();
        services.AddSingleton<IEventLog>(static provider => new CommitsInStore(
            new DuckDbEventLog(provider.GetRequiredService<DuckDbDatabase>()), provider.GetRequiredService<ICheckpointStore>()));
    }

    private static void AddKafka(this IServiceCollection services, Settings settings)
    {
        services.AddKafkaEventLog(options =>
        {
            options.Topic = options.Topic is { Length: > 0 } topic ? topic : Topic;
            options.DeadLetterTopic = settings.Configuration["Kafka:DeadLetterTopic"] ?? DeadLetterTopic; // Where it is set to nothing, there is none.
        });
        services.RemoveAll<IEventLog>(); // The store has brought one, too.
        services.AddSingleton<IEventLog>(static provider => new CommitsInStore(
            new KafkaEventLog(provider.GetRequiredService<KafkaConnection>()), provider.GetRequiredService<ICheckpointStore>()));
        services.AddKafkaDeadLetters();
        // Its own start waits for the brokers before anything else has started; here the API is to be up by then.
        services.Remove(services.Single(static service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(KafkaConnection).Assembly));
        services.AddSingleton(static provider =>
        {
            var kafka = provider.GetRequiredService<KafkaConnection>();
            var brokers = provider.GetRequiredService<IOptions<KafkaOptions>>().Value.BootstrapServers;
            var log = provider.GetRequiredService<IEventLog>();
            var open = false;
            return new Dependency("log", $"Kafka at {brokers} (Kafka:BootstrapServers)", AskAsync, () => kafka.Health.Problem);

            async Task AskAsync(CancellationToken limit)
            {
                if (!open)
                    await kafka.OpenAsync(limit);
                else
                    await log.DescribeAsync(limit);
                open = true;
            }
        });
    }
}

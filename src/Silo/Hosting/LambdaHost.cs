using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Console;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using OrleansLambda.Api;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Ingest;
using OrleansLambda.Grains.Sample;
using OrleansLambda.Grains.Speed;
using OrleansLambda.Grains.Telemetry;
using OrleansLambda.Silo.Hosting.Clustering;
using OrleansLambda.Silo.Hosting.Starting;
using OrleansLambda.Streaming;

namespace OrleansLambda.Silo.Hosting;

/// <summary>Puts the parts together: a silo on a log and a store and, for <c>run</c>, the API beside it in the same process.</summary>
public static class LambdaHost
{
    /// <summary>How long a stop may take: draining the log's readers and writing what lingers.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The whole system, with the API, the live page and ingest.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="store">Registers the stores in place of those that the settings choose, where given.</param>
    public static WebApplication ForRun(Settings settings, Action<IServiceCollection>? store = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.WebHost.UseKestrelCore().UseUrls(settings.Url);
        builder.Services.AddRoutingCore();
        Add(builder, settings, LogLevel.Information, store);
        builder.Services.Configure<IngestOptions>(options => options.Url = settings.OwnAddress);
        builder.Services.AddIngest();
        builder.Services.AddLambdaApi();
        builder.UseOrleans(static silo => silo.AddDashboard());
        builder.Services.AddOptions<DatasetOptions>().BindConfiguration(DatasetOptions.SectionName);
        builder.Services.AddOptions<SampleOptions>().BindConfiguration(SampleOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<FirstDataset>();
        WaitForServers(builder, settings);
        var app = builder.Build();
        app.UseRouting();
        app.MapLambdaApi();
        app.MapOrleansDashboard("/dashboard");
        return app;
    }

    /// <summary>The system without the API and ingest, for a verb that does its work and ends.</summary>
    public static IHost ForWork(Settings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings.Configuration);
        Add(builder, settings, LogLevel.Warning, store: null);
        // A verb that ends as soon as it has begun stops the silo while that still reads its reminders, of which no verb makes
        // use. What fails for the verb itself reaches the person as its error.
        builder.Logging.AddFilter("Orleans.Runtime.ReminderService", LogLevel.None);
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.None);
        WaitForServers(builder, settings);
        return builder.Build();
    }

    /// <summary>The store and the merged view, without a silo.</summary>
    public static IHost ForReading(Settings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.Services.AddParts(settings, store: null);
        builder.Services.AddMergedView();
        return builder.Build();
    }

    private static void Add(IHostApplicationBuilder builder, Settings settings, LogLevel ours, Action<IServiceCollection>? store)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("OrleansLambda", ours);
        // At start its first check compares with a time that was never set, and warns of hours without a check.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // It recommends a heap for each core at every start; the project file says why there is one.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        // It tells each attempt of what Orleans tells at the end.
        builder.Logging.AddFilter("Polly", LogLevel.None);
        // A start that fails reaches the person as a sentence; the host would put the stack before it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddSimpleConsole(static options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss ";
        });
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<LambdaMetrics>();
        builder.Services.AddParts(settings, store);
        builder.Services.AddBatchLayer();
        builder.UseOrleans(silo => ConfigureSilo(silo, settings.Parts.Mode));
    }

    // Last of all: it looks for what is registered by then.
    private static void WaitForServers(IHostApplicationBuilder builder, Settings settings)
    {
        if (settings.Parts.NeedServers)
            SiloStart.StartSiloLast(builder.Services);
    }

    private static void ConfigureSilo(ISiloBuilder silo, Mode mode)
    {
        if (mode == Mode.Cluster)
        {
            silo.UseRedisCluster();
        }
        else
        {
            // Ports of the day: a second system on the same machine shall not find them taken.
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = ("embedded", "orleans-lambda"));
            silo.UseInMemoryReminderService();
        }
        silo.AddEventLogStreams(PartitionStream.Provider);
        silo.AddSpeedLayer();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

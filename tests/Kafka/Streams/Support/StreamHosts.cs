using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Streams;

namespace OrleansLambda.Kafka.Tests.Streams.Support;

/// <summary>A silo, and where one is asked for a client of it in a host of its own, as an application would start them.</summary>
internal sealed class StreamHosts : IAsyncDisposable
{
    private const string Cluster = "tests";

    // One call may append many items, one after the other.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(4);

    private readonly int _gateway;
    private readonly IHost _silo;
    private IHost? _client;

    private StreamHosts(IHost silo, int gateway) => (_silo, _gateway) = (silo, gateway);

    public IServiceProvider Services => _silo.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo.</summary>
    /// <param name="service">The cluster's service id.</param>
    /// <param name="configure">What is set in code.</param>
    /// <param name="settings">The configuration.</param>
    /// <param name="logs">Where the silo's log goes.</param>
    public static async Task<StreamHosts> StartAsync(
        string service, Action<ISiloBuilder> configure, Dictionary<string, string?>? settings = null, ILoggerProvider? logs = null)
    {
        var builder = Builder(settings, logs);
        var gateway = FreePorts.Take();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePorts.Take(), gateway, null, service, Cluster);
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.Configure<SiloMessagingOptions>(static messaging => messaging.ResponseTimeout = ResponseTimeout);
            configure(silo);
        });
        return new StreamHosts(await StartAsync(builder), gateway);
    }

    /// <summary>Starts a client.</summary>
    public async Task<IClusterClient> ConnectAsync(string service, Action<IClientBuilder> configure, Dictionary<string, string?>? settings = null)
    {
        var builder = Builder(settings, null);
        builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(_gateway, service, Cluster);
            client.Configure<ClientMessagingOptions>(static messaging => messaging.ResponseTimeout = ResponseTimeout);
            configure(client);
        });
        _client = await StartAsync(builder);
        return _client.Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>Stops client and silo as an application is stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in new[] { _client, _silo })
            if (host is not null)
            {
                await host.StopAsync();
                await ((IAsyncDisposable)host).DisposeAsync();
            }
    }

    private static HostApplicationBuilder Builder(Dictionary<string, string?>? settings, ILoggerProvider? logs)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.AddProvider(logs ?? new WarningLines());
        return builder;
    }

    private static async Task<IHost> StartAsync(HostApplicationBuilder builder)
    {
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }
    }
}

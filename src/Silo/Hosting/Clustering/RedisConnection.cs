using System.Net;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OrleansLambda.Silo.Hosting.Clustering;

/// <summary>The process's one connection to Redis. It is made when it is first asked for, and mends itself for as long as the process runs.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectPeriod = TimeSpan.FromMilliseconds(500);

    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;

    /// <summary>A connection to the Redis that the settings name.</summary>
    /// <exception cref="SettingException">The setting is not one that Redis' client understands.</exception>
    public RedisConnection(IOptions<SiloClusterOptions> options)
    {
        Configuration = Parse(options.Value.Redis);
        _connection = new(() => ConnectionMultiplexer.ConnectAsync(Configuration));
    }

    /// <summary>What the connection is made with.</summary>
    public ConfigurationOptions Configuration { get; }

    /// <summary>Its address, without anything secret.</summary>
    public string Address => string.Join(", ", Configuration.EndPoints.Select(static point => point is DnsEndPoint name ? $"{name.Host}:{name.Port}" : point.ToString()));

    /// <summary>The connection, which may be down at the moment.</summary>
    public async Task<IConnectionMultiplexer> GetAsync() => await _connection.Value;

    /// <summary>Returns when Redis has answered.</summary>
    public async Task PingAsync()
    {
        var connection = await GetAsync();
        if (!connection.IsConnected)
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "There is no connection to it");
        await connection.GetDatabase().PingAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
            await (await _connection.Value).DisposeAsync();
    }

    private static ConfigurationOptions Parse(string text)
    {
        try
        {
            var configuration = ConfigurationOptions.Parse(text);
            if (configuration.EndPoints.Count == 0)
                throw new SettingException($"Cluster:Redis is '{text}', which names no server; host:port is allowed, several separated by commas.");
            configuration.SetDefaultPorts();
            configuration.AbortOnConnectFail = false; // A Redis that is not there yet is waited for by those who need it.
            configuration.ConnectRetry = 1; // The first attempt only; the ones behind the scenes go on.
            configuration.ReconnectRetryPolicy = new LinearRetry((int)ReconnectPeriod.TotalMilliseconds);
            return configuration;
        }
        catch (ArgumentException e)
        {
            throw new SettingException($"Cluster:Redis cannot be understood: {e.Message}", e);
        }
    }
}

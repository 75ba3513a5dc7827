namespace OrleansLambda.ClusterSilo.Stores;

/// <summary>
/// A connection to the Redis that keeps the stores, and what its failures mean to a port. What Redis has answered for is
/// durable where it runs with <c>appendonly yes</c> and <c>appendfsync always</c>.
/// </summary>
/// <param name="address">The server, host:port.</param>
/// <param name="prefix">What all keys start with: a store of one's own within a server.</param>
public sealed class RedisDatabase(string address, string prefix = "") : IAsyncDisposable
{
    private const int ReconnectMilliseconds = 200;

    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectAsync(address));

    /// <summary>The full name of a key.</summary>
    public RedisKey Key(string name) => prefix + name;

    /// <summary>Reads.</summary>
    /// <exception cref="StoreUnavailableException">Redis did not answer.</exception>
    public async Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await read((await _connection.Value).GetDatabase()).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            throw new StoreUnavailableException($"Redis at {address} did not answer: {e.Message}", e);
        }
    }

    /// <summary>Runs a script, which Redis does in one step, that writes.</summary>
    /// <exception cref="StoreUnavailableException">Redis refused it.</exception>
    /// <exception cref="OutcomeUnknownException">Redis did not answer.</exception>
    public async Task<RedisResult> WriteAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await (await _connection.Value).GetDatabase().ScriptEvaluateAsync(script, keys, values).WaitAsync(cancellationToken);
        }
        catch (RedisServerException e)
        {
            throw new StoreUnavailableException($"Redis at {address} refused a write: {e.Message}", e);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            throw new OutcomeUnknownException($"Redis at {address} did not answer a write: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
            await (await _connection.Value).DisposeAsync();
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(string address)
    {
        var configuration = ConfigurationOptions.Parse(address);
        configuration.AbortOnConnectFail = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds);
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }
}

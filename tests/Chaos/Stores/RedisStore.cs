namespace OrleansLambda.Chaos.Stores;

/// <summary>A test's own keys in the shared Redis, and the connection to them that is open at the moment.</summary>
internal sealed class RedisStore(Servers servers)
{
    private readonly string _prefix = $"{Guid.NewGuid():n}:";
    private RedisDatabase? _database;

    public async Task<TPort> OpenAsync<TPort>(Func<RedisDatabase, TPort> open) =>
        open(_database = new RedisDatabase($"{(await servers.RedisAsync()).Address},asyncTimeout=60000,syncTimeout=60000", _prefix));

    public async Task CloseAsync()
    {
        if (_database is { } database)
            await database.DisposeAsync();
    }
}

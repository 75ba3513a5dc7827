namespace OrleansLambda.Chaos.Stores;

public sealed class RedisWindowStoreTests(Servers servers) : WindowStoreConformance
{
    private readonly RedisStore _store = new(servers);

    protected override Task<IWindowStore> OpenAsync() => _store.OpenAsync<IWindowStore>(database => new RedisWindowStore(database));

    protected override Task CloseAsync(IWindowStore port) => _store.CloseAsync();
}

public sealed class RedisDeadLetterStoreTests(Servers servers) : DeadLetterStoreConformance
{
    private readonly RedisStore _store = new(servers);

    protected override Task<IDeadLetterStore> OpenAsync() => _store.OpenAsync<IDeadLetterStore>(database => new RedisDeadLetterStore(database));

    protected override Task CloseAsync(IDeadLetterStore port) => _store.CloseAsync();
}

public sealed class RedisCheckpointStoreTests(Servers servers) : CheckpointStoreConformance
{
    private readonly RedisStore _store = new(servers);

    protected override Task<ICheckpointStore> OpenAsync() => _store.OpenAsync<ICheckpointStore>(database => new RedisCheckpointStore(database));

    protected override Task CloseAsync(ICheckpointStore port) => _store.CloseAsync();
}

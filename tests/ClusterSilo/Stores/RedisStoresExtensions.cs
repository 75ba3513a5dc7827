using OrleansLambda.Fakes;
using OrleansLambda.Silo.Hosting.Starting;

namespace OrleansLambda.ClusterSilo.Stores;

/// <summary>Registers the stores.</summary>
internal static class RedisStoresExtensions
{
    /// <summary>
    /// Keeps windows, dead letters and checkpoints in the Redis at <paramref name="address"/>, where several processes share
    /// them. Trips and days are in memory, each process's own: the batch layer plays no part in what is tested with this.
    /// </summary>
    public static IServiceCollection AddRedisStores(this IServiceCollection services, string address)
    {
        services.AddSingleton(_ => new RedisDatabase(address));
        services.AddSingleton(provider => new Dependency(
            "store", $"Redis at {address} (CLUSTER_SILO_STORE)", _ => provider.GetRequiredService<RedisDatabase>().ReadAsync(db => db.PingAsync(), CancellationToken.None)));
        services.AddSingleton<IWindowStore, RedisWindowStore>();
        services.AddSingleton<IDeadLetterStore, RedisDeadLetterStore>();
        services.AddSingleton<ICheckpointStore, RedisCheckpointStore>();
        var disk = new InMemoryDisk();
        services.AddSingleton<ITripStore>(new InMemoryTripStore(disk));
        services.AddSingleton<IDayStore>(new InMemoryDayStore(disk));
        return services;
    }
}

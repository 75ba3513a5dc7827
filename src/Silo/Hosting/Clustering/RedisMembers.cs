using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Runtime;
using OrleansLambda.Silo.Hosting.Starting;

namespace OrleansLambda.Silo.Hosting.Clustering;

/// <summary>Whether Redis answers, and still knows this silo once it has joined: a Redis that lost its data answers, too.</summary>
internal sealed class RedisMembers(
    RedisConnection redis,
    ISiloStatusOracle silos,
    IOptions<RedisClusteringOptions> clustering,
    IOptions<ClusterOptions> cluster)
{
    /// <summary>This question, to be asked again and again.</summary>
    public Dependency ToDependency() => new("cluster", $"Redis at {redis.Address} (Cluster:Redis)", _ => AskAsync());

    private async Task AskAsync()
    {
        await redis.PingAsync();
        if (silos.CurrentStatus != SiloStatus.Active)
            return;
        var members = clustering.Value.CreateRedisKey(cluster.Value);
        if (!await (await redis.GetAsync()).GetDatabase().HashExistsAsync(members, silos.SiloAddress.ToString()))
            throw new StoreUnavailableException("it has lost the members of the cluster, so that silos that start do not find this one. Start the silos again");
    }
}

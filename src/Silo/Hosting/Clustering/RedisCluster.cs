using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Runtime;
using StackExchange.Redis;

namespace OrleansLambda.Silo.Hosting.Clustering;

/// <summary>Makes a silo one of several that find each other, and keep their reminders, in Redis.</summary>
internal static class RedisCluster
{
    // A silo that others cannot be sure of any more counts for nothing in their votes after three of these.
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(2);

    // Silos tell each other of changes; the table is for those who missed it, a silo that was frozen for one.
    private static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(5);

    // What is asked for by so many is not evicted by one that is itself cut off. Two silos cannot do better than one vote.
    private const int Votes = 2;

    /// <summary>Adds membership, reminders and end points. Settings come from the section <c>Cluster</c>.</summary>
    public static ISiloBuilder UseRedisCluster(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddOptions<SiloClusterOptions>().BindConfiguration(SiloClusterOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisMembers>();
        services.AddSingleton(static provider => provider.GetRequiredService<RedisMembers>().ToDependency());
        services.AddSingleton<IFatalErrorHandler, FatalEnd>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipLog>();
        silo.UseRedisClustering(static _ => { });
        silo.UseRedisReminderService(static _ => { });
        services.AddOptions<RedisClusteringOptions>().Configure<RedisConnection>(static (options, redis) =>
        {
            options.ConfigurationOptions = redis.Configuration;
            options.CreateMultiplexer = _ => ShareAsync(redis);
        });
        services.AddOptions<RedisReminderTableOptions>().Configure<RedisConnection>(static (options, redis) =>
        {
            options.ConfigurationOptions = redis.Configuration;
            options.CreateMultiplexer = _ => ShareAsync(redis);
        });
        Configure<ClusterOptions>(services, static (to, from) => (to.ClusterId, to.ServiceId) = (from.ClusterId, from.ServiceId));
        Configure<EndpointOptions>(services, SetEndpoints);
        Configure<ClusterMembershipOptions>(services, SetMembership);
        return silo;
    }

    private static void SetMembership(ClusterMembershipOptions membership, SiloClusterOptions settings)
    {
        membership.ProbeTimeout = settings.ProbeTimeout;
        // Not longer: whoever was heard from within this time, for each probe, is not voted on - which is what a frozen silo looks like.
        membership.MaxProbeTimeout = settings.ProbeTimeout;
        membership.NumMissedProbesLimit = settings.MissedProbes;
        membership.NumVotesForDeathDeclaration = Votes;
        // Every silo asks itself: a probe by way of another proves nothing when that one has died at the same time.
        membership.EnableIndirectProbes = false;
        membership.IAmAliveTablePublishTimeout = HeartbeatPeriod;
        membership.TableRefreshTimeout = RefreshPeriod;
    }

    private static void SetEndpoints(EndpointOptions endpoints, SiloClusterOptions settings)
    {
        var advertised = AddressOf("Cluster:AdvertisedAddress", settings.AdvertisedAddress);
        var listen = settings.ListenAddress is { } address ? AddressOf("Cluster:ListenAddress", address) : advertised;
        endpoints.AdvertisedIPAddress = advertised;
        endpoints.SiloPort = settings.SiloPort;
        endpoints.GatewayPort = settings.GatewayPort;
        endpoints.SiloListeningEndpoint = new IPEndPoint(listen, settings.SiloPort);
        endpoints.GatewayListeningEndpoint = new IPEndPoint(listen, settings.GatewayPort);
    }

    private static IPAddress AddressOf(string setting, string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return address;
        try
        {
            var known = Dns.GetHostAddresses(text);
            return Array.Find(known, static a => a.AddressFamily == AddressFamily.InterNetwork) ?? known[0];
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new SettingException($"{setting} is '{text}'; an IP address, or a host name that resolves to one, is allowed.", e);
        }
    }

    private static async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ShareAsync(RedisConnection redis) =>
        (await redis.GetAsync(), true);

    private static void Configure<T>(IServiceCollection services, Action<T, SiloClusterOptions> set)
        where T : class =>
        services.AddOptions<T>().Configure<IOptions<SiloClusterOptions>>((to, from) => set(to, from.Value));
}

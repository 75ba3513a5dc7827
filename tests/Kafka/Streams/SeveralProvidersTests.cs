using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;
using OrleansLambda.EventLog.Kafka.Streams;
using OrleansLambda.Kafka.Tests.Streams.Support;

namespace OrleansLambda.Kafka.Tests.Streams;

/// <summary>Providers set up by the configuration alone, several in one silo.</summary>
public sealed class SeveralProvidersTests(KafkaFixture fixture) : IDisposable
{
    private readonly TestTopic _orders = new(fixture.Server.BootstrapServers);
    private readonly TestTopic _clicks = new(fixture.Server.BootstrapServers);

    public void Dispose()
    {
        _orders.Dispose();
        _clicks.Dispose();
    }

    [Fact]
    public async Task Configuration_SetsUpProvidersAndClients_EachWithItsTopic()
    {
        Dictionary<string, string?> settings = new()
        {
            ["ConnectionStrings:brokers"] = _clicks.Options.BootstrapServers,
            ["Orleans:Streaming:orders:ProviderType"] = "Kafka",
            ["Orleans:Streaming:orders:BootstrapServers"] = _orders.Options.BootstrapServers,
            ["Orleans:Streaming:orders:Topic"] = _orders.Name,
            ["Orleans:Streaming:orders:Partitions"] = "3",
            ["Orleans:Streaming:orders:Reading:UnreadAfter"] = "00:00:03",
            ["Orleans:Streaming:clicks:ProviderType"] = "Kafka",
            ["Orleans:Streaming:clicks:ConnectionName"] = "brokers",
            ["Orleans:Streaming:clicks:Topic"] = _clicks.Name,
            ["Orleans:Streaming:clicks:Namespace"] = $"implicit-{_clicks.Name}",
            ["Orleans:Streaming:clicks:Subscriptions"] = "ImplicitOnly",
        };
        var service = _orders.Options.ConsumerGroup;
        await using var hosts = await StreamHosts.StartAsync(service, _ => { }, settings);
        var client = await hosts.ConnectAsync(service, _ => { }, settings);
        var (order, click) = (StreamId.Create(_orders.Name, "a"), StreamId.Create($"implicit-{_clicks.Name}", "a"));
        await hosts.Grains.GetGrain<IStreamUserGrain>("orders").SubscribeAsync("orders", order);

        await client.GetStreamProvider("orders").GetStream<Numbered>(order).OnNextAsync(new Numbered(1));
        await hosts.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync("clicks", click, new Numbered(2));

        await Inbox.ReceivesAsync("orders", order, 1);
        await Inbox.ReceivesAsync(ImplicitGrain.Name, click, 2);
        Assert.Equal((_orders.Name, 3), await DescribeAsync(hosts, "orders"));
        Assert.Equal((_clicks.Name, 8), await DescribeAsync(hosts, "clicks"));
        Assert.Single(_orders.ReadAll(_orders.Name, 3, 1));
        Assert.Equal(1, await CommittedAsync(_orders, $"{service}-orders", 3));
        Assert.Equal(1, await CommittedAsync(_clicks, $"{service}-clicks", 8));
    }

    [Fact]
    public async Task Providers_ReadOneTopic_EachOnItsOwn()
    {
        void Set(KafkaStreamOptions options, string ns) =>
            (options.BootstrapServers, options.Topic, options.Partitions, options.Namespace) = (_orders.Options.BootstrapServers, _orders.Name, 2, ns);
        await using var hosts = await StreamHosts.StartAsync(_orders.Options.ConsumerGroup, silo => silo
            .AddKafkaStreams("first", options => Set(options, $"implicit-1-{_orders.Name}"))
            .AddKafkaStreams("second", options => Set(options, $"implicit-2-{_orders.Name}")));
        await hosts.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync("first", StreamId.Create($"implicit-1-{_orders.Name}", "a"), new Numbered(1));

        await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create($"implicit-1-{_orders.Name}", "a"), 1);
        await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create($"implicit-2-{_orders.Name}", "a"), 1);
    }

    [Fact]
    public async Task Providers_OfTwoClusters_LiveBesideALogWithoutAName()
    {
        await using var far = await KafkaFixture.StartOwnAsync();
        var service = _orders.Options.ConsumerGroup;
        StreamId Of(string provider) => StreamId.Create($"implicit-{_orders.Name}-{provider}", "a");
        void Set(KafkaStreamOptions options, string provider, string brokers) =>
            (options.BootstrapServers, options.Topic, options.Namespace) = (brokers, _orders.Name, Of(provider).GetNamespace());
        await using var hosts = await StreamHosts.StartAsync(service, silo =>
        {
            silo.Services.AddKafkaEventLog(log => (log.BootstrapServers, log.Topic, log.Partitions) = (_clicks.Options.BootstrapServers, _clicks.Name, 5));
            silo.AddKafkaStreams("near", options => Set(options, "near", _orders.Options.BootstrapServers));
            silo.AddKafkaStreams("far", options => Set(options, "far", far.BootstrapServers));
        });
        var sender = hosts.Grains.GetGrain<IStreamUserGrain>("sender");
        await sender.SendAsync("near", Of("near"), new Numbered(1));
        await sender.SendAsync("far", Of("far"), new Numbered(2));

        await Inbox.ReceivesAsync(ImplicitGrain.Name, Of("near"), 1);
        await Inbox.ReceivesAsync(ImplicitGrain.Name, Of("far"), 2);
        var unnamed = await hosts.Services.GetRequiredService<IEventLog>().DescribeAsync();
        Assert.Equal((_clicks.Name, 5), (unnamed.Topic, unnamed.Partitions));
        Assert.NotEqual(
            (await hosts.Services.GetRequiredKeyedService<IEventLog>("near").DescribeAsync()).TopicId,
            (await hosts.Services.GetRequiredKeyedService<IEventLog>("far").DescribeAsync()).TopicId);
        Assert.Null(hosts.Services.GetRequiredKeyedService<KafkaHealth>("near").Problem);
        Assert.NotSame(hosts.Services.GetRequiredKeyedService<KafkaHealth>("near"), hosts.Services.GetRequiredKeyedService<KafkaHealth>("far"));
    }

    private static async Task<(string, int)> DescribeAsync(StreamHosts hosts, string provider)
    {
        var description = await hosts.Services.GetRequiredKeyedService<IEventLog>(provider).DescribeAsync();
        return (description.Topic, description.Partitions);
    }

    // As Kafka's own tools see it.
    private static async Task<long> CommittedAsync(TestTopic topic, string group, int partitions)
    {
        var sum = 0L;
        await Inbox.UntilAsync(async () => (sum = await topic.CommittedAsync(group, partitions)) > 0, () => $"a commit of group {group}");
        return sum;
    }
}

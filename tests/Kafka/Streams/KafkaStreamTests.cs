using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;
using OrleansLambda.EventLog.Kafka.Streams;
using OrleansLambda.Kafka.Tests.Streams.Support;

namespace OrleansLambda.Kafka.Tests.Streams;

/// <summary>The stream provider as an application has it: a silo, a client, a broker.</summary>
public sealed class KafkaStreamTests(KafkaFixture fixture) : IDisposable
{
    private const string Provider = "kafka";
    private const string Explicit = "explicit";

    private readonly TestTopic _topic = new(fixture.Server.BootstrapServers);
    private readonly string _namespace = $"implicit-{Guid.NewGuid():N}";

    private string Service => _topic.Options.ConsumerGroup;

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task Items_ArriveInOrder_AtImplicitAndExplicitSubscribers_FromGrainAndClient()
    {
        await using var hosts = await StartAsync();
        var client = await hosts.ConnectAsync(Service, client => client.AddKafkaStreams(Provider, Set));
        var stream = StreamId.Create(_namespace, "ü 1");
        var explicitOnly = StreamId.Create("other", Guid.NewGuid());
        await hosts.Grains.GetGrain<IStreamUserGrain>(Explicit).SubscribeAsync(Provider, stream);
        await hosts.Grains.GetGrain<IStreamUserGrain>(Explicit).SubscribeAsync(Provider, explicitOnly);
        await client.GetStreamProvider(Provider).GetStream<Numbered>(stream).SubscribeAsync((item, _) =>
        {
            Inbox.Receive("client", stream, item.Number);
            return Task.CompletedTask;
        });

        await hosts.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync(Provider, stream, new Numbered(0), new Numbered(1));
        await client.GetStreamProvider(Provider).GetStream<Numbered>(stream).OnNextBatchAsync([.. Enumerable.Range(2, 500).Select(i => new Numbered(i))]);
        await client.GetStreamProvider(Provider).GetStream<Numbered>(explicitOnly).OnNextAsync(new Numbered(7));

        foreach (var subscriber in (string[])[ImplicitGrain.Name, Explicit, "client"])
            await Inbox.ReceivesAsync(subscriber, stream, [.. Enumerable.Range(0, 502)]);
        await Inbox.ReceivesAsync(Explicit, explicitOnly, 7);
    }

    [Fact]
    public async Task Restart_GoesOnAtTheCommit_AndLosesNothing()
    {
        var stream = StreamId.Create(_namespace, "a");
        await using (var before = await StartAsync())
        {
            await before.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync(Provider, stream, [.. Enumerable.Range(0, 100).Select(i => new Numbered(i))]);
            await Inbox.ReceivesAsync(ImplicitGrain.Name, stream, [.. Enumerable.Range(0, 100)]);
            var log = before.Services.GetRequiredKeyedService<IEventLog>(Provider);
            await Inbox.UntilAsync(async () => await CommittedAsync(log) == 100, () => "the commits of 100 records");
        }
        using (var producer = _topic.Producer())
            for (var i = 100; i < 200; i++)
                await producer.ProduceAsync(_topic.Name, TestTopic.Message("a", $$"""{"number":{{i}}}"""));

        await using var after = await StartAsync();
        await Inbox.ReceivesAsync(ImplicitGrain.Name, stream, [.. Enumerable.Range(0, 200)]);
        Assert.Equal(200, Inbox.Of(ImplicitGrain.Name, stream).Length);
        var next = after.Services.GetRequiredKeyedService<IEventLog>(Provider);
        await Inbox.UntilAsync(async () => await CommittedAsync(next) == 200, () => "the commits of 200 records");
    }

    [Fact]
    public async Task Subscriber_ThatIsNotThereForLong_ReceivesWhatCameMeanwhile()
    {
        await using var hosts = await StartAsync();
        var stream = StreamId.Create(_namespace, "late");
        Inbox.Refuse(stream, times: 8); // With pauses from 0.1 to 3 seconds between them.
        var started = TimeProvider.System.GetTimestamp();

        await hosts.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync(Provider, stream, new Numbered(0), new Numbered(1));

        await Inbox.ReceivesAsync(ImplicitGrain.Name, stream, 0, 1);
        Assert.Equal(0, Inbox.RefusalsLeft(stream));
        Assert.True(TimeProvider.System.GetElapsedTime(started) > 2 * KafkaStreamOptions.UnreadAfter, "It was away for longer than a stream without a subscriber is given.");
    }

    [Fact]
    public async Task Partition_GoesOn_PastStreamsThatNobodyReads()
    {
        await using var hosts = await StartAsync();
        await hosts.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync(Provider, StreamId.Create("nobody", "a"), new Numbered(0));

        var log = hosts.Services.GetRequiredKeyedService<IEventLog>(Provider);
        await Inbox.UntilAsync(async () => await CommittedAsync(log) == 1, () => "the commit past what nobody reads");
    }

    private static async Task<long> CommittedAsync(IEventLog log)
    {
        var committed = 0L;
        for (var partition = 0; partition < 2; partition++)
            committed += (await log.GetCommitAsync(partition))?.Offset ?? 0;
        return committed;
    }

    private void Set(KafkaStreamOptions options) =>
        (options.BootstrapServers, options.Topic, options.Partitions, options.Namespace, options.RequestTimeout, options.ReadTimeout) =
        (_topic.Options.BootstrapServers, _topic.Name, 2, _namespace, _topic.Options.RequestTimeout, _topic.Options.ReadTimeout);

    private Task<StreamHosts> StartAsync() => StreamHosts.StartAsync(Service, silo => silo.AddKafkaStreams(Provider, Set));
}

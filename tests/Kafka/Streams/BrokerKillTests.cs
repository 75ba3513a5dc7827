using Orleans.Runtime;
using Orleans.Streams;
using OrleansLambda.EventLog.Kafka.Streams;
using OrleansLambda.Kafka.Tests.Streams.Support;

namespace OrleansLambda.Kafka.Tests.Streams;

/// <summary>A broker that dies while streams are written and read.</summary>
public sealed class BrokerKillTests
{
    private const int Items = 300;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task WhatWasSent_IsReceivedInOrder_ThroughAKillOfTheBroker()
    {
        await using var broker = await KafkaFixture.StartOwnAsync();
        using var topic = new TestTopic(broker.BootstrapServers);
        var stream = StreamId.Create($"implicit-{topic.Name}", "a");
        await using var hosts = await StreamHosts.StartAsync(topic.Options.ConsumerGroup, silo =>
        {
            // A broker comes back slowly where much else runs, and the grain that sends waits for it.
            silo.AddKafkaStreams("kafka", options =>
                (options.BootstrapServers, options.Topic, options.Namespace, options.AppendTimeout) = (broker.BootstrapServers, topic.Name, $"implicit-{topic.Name}", Limit));
        });

        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (; sent < Items; sent++)
                await hosts.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync("kafka", stream, new Numbered(sent));
        });
        await Inbox.UntilAsync(() => Volatile.Read(ref sent) > Items / 3 || sending.IsFaulted, () => $"{Items / 3} items to be sent");
        await broker.KillAsync();
        await broker.StartAsync();
        await sending.WaitAsync(3 * Limit);

        await Inbox.ReceivesAsync(ImplicitGrain.Name, stream, [.. Enumerable.Range(0, Items)]);
        Assert.Equal(Items, await EndOfAllAsync(topic));
    }

    private static async Task<long> EndOfAllAsync(TestTopic topic)
    {
        var sum = 0L;
        for (var partition = 0; partition < 8; partition++)
            sum += await topic.EndAsync(partition, Confluent.Kafka.IsolationLevel.ReadUncommitted);
        return sum;
    }
}

using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Streams;
using OrleansLambda.EventLog.Kafka.Streams;
using OrleansLambda.Kafka.Tests.Streams.Support;

namespace OrleansLambda.Kafka.Tests.Streams;

/// <summary>What cannot be written, or set, and how that is told.</summary>
public sealed class RefusalTests(KafkaFixture fixture) : IDisposable
{
    private readonly TestTopic _topic = new(fixture.Server.BootstrapServers);

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task Item_IsRefusedWithAReason_AndNothingIsAppended()
    {
        await using var hosts = await StreamHosts.StartAsync(_topic.Options.ConsumerGroup, silo => silo.AddKafkaStreams("kafka", Set));
        var client = await hosts.ConnectAsync(_topic.Options.ConsumerGroup, client => client.AddKafkaStreams("kafka", Set));
        var provider = client.GetStreamProvider("kafka");
        IAsyncStream<Numbered> Of(StreamId id) => provider.GetStream<Numbered>(id);

        await RefusedAsync(Of(StreamId.Create("ns", "a")).OnNextAsync(null!), "is null");
        await RefusedAsync(Of(StreamId.Create("ns", "a")).OnNextBatchAsync([new Numbered(1), null!]), "is null");
        await RefusedAsync(Of(StreamId.Create("ns", "a")).OnNextBatchAsync([new Numbered(1), new Numbered(2) { Text = new string('x', 20_000) }]), "topic " + _topic.Name);
        await RefusedAsync(Of(StreamId.Create("ns", new string('k', 20_000))).OnNextAsync(new Numbered(1)), "with its key and namespace");
        await RefusedAsync(Of(StreamId.Create("elsewhere", "a")).OnNextAsync(new Numbered(1)), "no header is set");
        await RefusedAsync(Of(StreamId.Create("ns"u8, [0xFF])).OnNextAsync(new Numbered(1)), "valid UTF-8");
        await RefusedAsync(provider.GetStream<Endless>(StreamId.Create("ns", "endless")).OnNextAsync(new Endless()), "cannot be written as JSON");
        Assert.Equal(0, await EndAsync());

        await Of(StreamId.Create("ns", "a")).OnNextBatchAsync([]);
        Assert.Equal(0, await EndAsync());
        await Of(StreamId.Create("ns", "a")).OnNextAsync(new Numbered(1));
        Assert.Equal(1, await EndAsync());
    }

    [Fact]
    public async Task Setting_IsRefused_ByTheProvidersName()
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => StreamHosts.StartAsync("service", silo => silo.AddKafkaStreams("mine", options =>
        {
            Set(options);
            options.DeadLetterTopic = options.Topic;
        })));
        Assert.Contains("Stream provider 'mine': DeadLetterTopic", wrong.Message, StringComparison.Ordinal);

        var missing = await Assert.ThrowsAsync<OptionsValidationException>(() => StreamHosts.StartAsync("service", silo => silo.AddKafkaStreams("mine", options => options.Topic = "t")));
        Assert.Contains("Stream provider 'mine': BootstrapServers", missing.Message, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(Task sending, string why) =>
        Assert.Contains(why, (await Assert.ThrowsAsync<ArgumentException>(() => sending)).Message, StringComparison.Ordinal);

    private Task<long> EndAsync() => _topic.EndAsync(0, Confluent.Kafka.IsolationLevel.ReadUncommitted);

    private void Set(KafkaStreamOptions options)
    {
        (options.BootstrapServers, options.Topic, options.Partitions, options.Namespace) = (_topic.Options.BootstrapServers, _topic.Name, 1, "ns");
        (options.NamespaceHeader, options.MaxRecordBytes) = ("", 10_000);
    }

    /// <summary>Goes round in a circle.</summary>
    internal sealed class Endless
    {
        /// <summary>Itself.</summary>
        public Endless Self => this;
    }
}

using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;
using OrleansLambda.EventLog.Kafka.Streams;
using OrleansLambda.Kafka.Tests.Streams.Support;

namespace OrleansLambda.Kafka.Tests.Streams;

/// <summary>A topic that other clients of Kafka write to and read from, beside the streams.</summary>
public sealed class InteropTests(KafkaFixture fixture) : IAsyncLifetime
{
    private const string Provider = "kafka";
    private const int Partitions = 7;

    private readonly TestTopic _topic = new(fixture.Server.BootstrapServers);
    private readonly string _namespace = $"implicit-{Guid.NewGuid():N}";
    private StreamHosts? _hosts;
    private IProducer<byte[]?, byte[]?>? _producer;

    public async ValueTask InitializeAsync()
    {
        _hosts = await StreamHosts.StartAsync(_topic.Options.ConsumerGroup, silo => silo.AddKafkaStreams(Provider, options =>
            (options.BootstrapServers, options.Topic, options.Partitions, options.Namespace) = (_topic.Options.BootstrapServers, _topic.Name, Partitions, _namespace)));
        _producer = _topic.Producer();
    }

    public async ValueTask DisposeAsync()
    {
        _producer?.Dispose();
        await (_hosts?.DisposeAsync() ?? ValueTask.CompletedTask);
        _topic.Dispose();
    }

    [Fact]
    public async Task RecordsOfOneKey_AreOneStreamInOnePartition_WhoeverWroteThem()
    {
        string[] keys = ["a", "b", "c", "order-4711", "ü", "a rather long key, of more than thirty-two bytes"];
        foreach (var key in keys)
        {
            await ForeignAsync(key, """{"number":0}""");
            await SendAsync(StreamId.Create(_namespace, key), new Numbered(1), new Numbered(2));
            await ForeignAsync(key, """{"number":3}""");
        }

        foreach (var key in keys)
            await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create(_namespace, key), 0, 1, 2, 3);
        var records = ReadAll(4 * keys.Length);
        foreach (var key in keys)
        {
            var ofKey = records.Where(record => Text(record.Message.Key) == key).ToArray();
            Assert.Equal(["""{"number":0}""", """{"number":1,"text":null}""", """{"number":2,"text":null}""", """{"number":3}"""], ofKey.Select(record => Text(record.Message.Value)));
            Assert.Single(ofKey.Select(record => record.Partition.Value).Distinct());
        }
        Assert.True(records.Select(record => record.Partition.Value).Distinct().Count() > 1, "The keys were to be of several partitions.");
    }

    [Fact]
    public async Task Namespace_IsTheHeaders_WhereARecordHasIt_AndIsWrittenOnlyWhereItMustBe()
    {
        var other = $"implicit-{Guid.NewGuid():N}";
        await ForeignAsync("a", """{"number":0}""", ("some", "thing"), (KafkaStreamOptions.DefaultNamespaceHeader, "passed over"), (KafkaStreamOptions.DefaultNamespaceHeader, other));
        await SendAsync(StreamId.Create(other, "a"), new Numbered(1));
        await SendAsync(StreamId.Create(_namespace, "a"), new Numbered(2));
        await _hosts!.Grains.GetGrain<IStreamUserGrain>(_namespace).SubscribeAsync(Provider, StreamId.Create(null, "a"));
        await SendAsync(StreamId.Create(null, "a"), new Numbered(3));

        await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create(other, "a"), 0, 1);
        await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create(_namespace, "a"), 2);
        await Inbox.ReceivesAsync(_namespace, StreamId.Create(null, "a"), 3);
        Assert.Equal(
            ["some=thing orleans-stream-namespace=passed over orleans-stream-namespace=" + other, "orleans-stream-namespace=" + other, "", "orleans-stream-namespace="],
            ReadAll(4).Select(record => string.Join(' ', record.Message.Headers.Select(header => $"{header.Key}={Text(header.GetValueBytes())}"))));
    }

    [Fact]
    public async Task RecordsWithoutAValue_OrThatAreNoItem_ArePassedOver()
    {
        await ForeignAsync("a", null);
        await ForeignAsync("a", "");
        await ForeignAsync("a", "no JSON");
        await ForeignAsync("a", """{"number":1}""");

        await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create(_namespace, "a"), 1);
        var log = _hosts!.Services.GetRequiredKeyedService<IEventLog>(Provider);
        var partition = ReadAll(4)[0].Partition.Value;
        await Inbox.UntilAsync(async () => (await log.GetCommitAsync(partition))?.Offset == 4, () => "the commit");
    }

    [Fact]
    public async Task RecordsWithoutAKey_AreOneStreamAPartition()
    {
        await _producer!.ProduceAsync(new TopicPartition(_topic.Name, 3), TestTopic.Message(null, """{"number":1}"""));
        await _producer.ProduceAsync(new TopicPartition(_topic.Name, 3), TestTopic.Message("", """{"number":2}"""));

        await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create(_namespace, 3), 1, 2);
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private Task SendAsync(StreamId stream, params Numbered[] items) => _hosts!.Grains.GetGrain<IStreamUserGrain>("sender").SendAsync(Provider, stream, items);

    private async Task ForeignAsync(string key, string? value, params (string Name, string Value)[] headers)
    {
        var message = TestTopic.Message(key, value);
        foreach (var (name, text) in headers)
            message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        await _producer!.ProduceAsync(_topic.Name, message);
    }

    private List<ConsumeResult<byte[]?, byte[]?>> ReadAll(int count) => _topic.ReadAll(_topic.Name, Partitions, count);
}

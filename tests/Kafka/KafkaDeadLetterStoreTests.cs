using System.Text;
using Confluent.Kafka;
using OrleansLambda.Fakes;

namespace OrleansLambda.Kafka.Tests;

public sealed class KafkaDeadLetterStoreTests(KafkaFixture fixture) : DeadLetterStoreConformance
{
    private readonly InMemoryDisk _disk = new();
    private TestTopic? _topic;
    private KafkaConnection? _kafka;

    private TestTopic Topic => _topic ??= MakeTopic();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _topic?.Dispose();
    }

    [Fact]
    public async Task Copy_IsSentWithEverythingThatTheLetterSays()
    {
        await Port.StoreAsync([new DeadLetter(new DeadLetterKey("id", 3, 42), "No time in it ü.", DateTimeOffset.UnixEpoch, "{}"u8.ToArray(), 9)]);

        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = Topic.Options.BootstrapServers, GroupId = "test" }).Build();
        consumer.Assign(new TopicPartitionOffset(Topic.Options.DeadLetterTopic, 0, 0));
        var copy = consumer.Consume(TimeSpan.FromMinutes(2)).Message;
        Assert.Equal(("id/3/42", "{}"), (copy.Key, Encoding.UTF8.GetString(copy.Value)));
        Assert.Equal(
            [("topic", Topic.Name), ("topic_id", "id"), ("partition", "3"), ("offset", "42"), ("reason", "No time in it ü."), ("appended_at", "1970-01-01T00:00:00.0000000+00:00"), ("length", "9")],
            copy.Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))));
    }

    protected override async Task<IDeadLetterStore> OpenAsync()
    {
        _kafka = await Topic.OpenAsync();
        return new KafkaDeadLetterStore(new InMemoryDeadLetterStore(_disk), _kafka);
    }

    protected override async Task CloseAsync(IDeadLetterStore port)
    {
        await base.CloseAsync(port);
        await _kafka!.DisposeAsync();
    }

    private TestTopic MakeTopic()
    {
        var topic = new TestTopic(fixture.Server.BootstrapServers);
        topic.Options.DeadLetterTopic = topic.Name + "_dlq";
        return topic;
    }
}

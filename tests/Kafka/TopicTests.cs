using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace OrleansLambda.Kafka.Tests;

/// <summary>What happens to topics.</summary>
public sealed class TopicTests(KafkaFixture fixture) : IDisposable
{
    private readonly TestTopic _topic = new(fixture.Server.BootstrapServers);

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task Topic_IsMadeAsSet()
    {
        await using var kafka = await _topic.OpenAsync();

        var settings = (await _topic.Admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = _topic.Name }]))[0].Entries;
        Assert.Equal("LogAppendTime", settings["message.timestamp.type"].Value);
        Assert.Equal("2592000000", settings["retention.ms"].Value);
        Assert.Equal(1_048_576, (await new KafkaEventLog(kafka).DescribeAsync()).MaxRecordBytes);
    }

    [Fact]
    public async Task EveryDifference_IsToldOnce_OfATopicThatIsThere()
    {
        await _topic.Admin.CreateTopicsAsync([new TopicSpecification { Name = _topic.Name, NumPartitions = 3, Configs = new() { ["max.message.bytes"] = "5000" } }]);
        using var log = new LogLines(LogLevel.Warning);

        await using var kafka = await _topic.OpenAsync(log);

        Assert.Collection(
            log.Lines.Where(line => line.StartsWith("Topic ", StringComparison.Ordinal)),
            line => Assert.Contains("partitions is 3, not 2", line, StringComparison.Ordinal),
            line => Assert.Contains("producers' times (CreateTime)", line, StringComparison.Ordinal),
            line => Assert.Contains("retention.ms is 604800000, not 2592000000", line, StringComparison.Ordinal),
            line => Assert.Contains("max.message.bytes is 5000, not 1049600", line, StringComparison.Ordinal));
        Assert.Equal(4_488, (await new KafkaEventLog(kafka).DescribeAsync()).MaxRecordBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task NoRecordOfANewTopic_IsTakenForOneOfTheOld_HoweverManyThereAre(int newRecords)
    {
        await using var kafka = await _topic.OpenAsync();
        var log = new KafkaEventLog(kafka);
        await log.SendAsync(0, "old 0", "old 1", "old 2");
        await using var reader = log.OpenReader(0, 0);
        Assert.Equal(2, (await reader.ReadAsync(2)).Records.Count);
        await using var atEnd = log.OpenReader(0, 3);
        Assert.Empty((await atEnd.ReadAsync(2)).Records);

        await _topic.RecreateAsync();
        await log.SendAsync(0, [.. Enumerable.Range(0, newRecords).Select(i => $"new {i}")]);

        await Assert.ThrowsAsync<OffsetOutOfRangeException>(async () => await reader.ReadAsync(10));
        await Assert.ThrowsAsync<OffsetOutOfRangeException>(async () => await atEnd.ReadAsync(10));
        await log.DescribeAsync();
        Assert.Equal(Enumerable.Range(0, newRecords).Select(i => $"new {i}"), (await log.ReadAsync(0)).Texts);
    }

    [Fact]
    public async Task TopicThatIsGone_CannotBeRead_AndDoesNotComeBackByItself()
    {
        _topic.Options.RequestTimeout = _topic.Options.AppendTimeout = TimeSpan.FromSeconds(1);
        await using var kafka = await _topic.OpenAsync();
        var log = new KafkaEventLog(kafka);
        using (var producer = _topic.Producer())
            await producer.ProduceAsync(_topic.First, TestTopic.Message(null, "a"));
        await _topic.DeleteAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.DescribeAsync());
        await using var reader = log.OpenReader(0, 0);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await reader.ReadAsync(1));
        await Assert.ThrowsAnyAsync<Exception>(() => log.SendAsync(0, "b"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.DescribeAsync());
    }

    [Fact]
    public async Task TopicThatIsNotKnownYet_IsAskedForAgain()
    {
        // However long the machine takes to make the topic, it is still new.
        await using var kafka = _topic.Connect(time: new TimeStandsStill());

        var describing = new KafkaEventLog(kafka).DescribeAsync();
        await Task.Delay(300);
        Assert.False(describing.IsCompleted);
        await _topic.Admin.CreateTopicsAsync([new TopicSpecification { Name = _topic.Name, NumPartitions = 3 }]);

        Assert.Equal(3, (await describing).Partitions);
    }

    [Fact]
    public async Task PartitionThatHasNoLeaderYet_IsAskedForAgain()
    {
        await using var kafka = _topic.Connect(time: new TimeStandsStill());

        var asking = kafka.Brokers.EndAsync(0, default);
        await Task.Delay(300);
        Assert.False(asking.IsCompleted, asking.Exception?.Message);
        await _topic.Admin.CreateTopicsAsync([new TopicSpecification { Name = _topic.Name, NumPartitions = 1 }]);

        Assert.Equal(0, await asking);
    }

    [Fact]
    public async Task Append_GoesOn_WhenTheClientBroke()
    {
        using var lines = new LogLines(LogLevel.Warning);
        await using var kafka = await _topic.OpenAsync(lines);
        var log = new KafkaEventLog(kafka);
        await log.SendAsync(0, "before");

        kafka.Appending.Current.Break();
        await log.SendAsync(0, "after");

        Assert.Equal(["before", "after"], (await log.ReadAsync(0)).Texts);
    }

    private sealed class TimeStandsStill : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}

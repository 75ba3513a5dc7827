using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Kafka.Tests.Support;

/// <summary>A topic of one test, and what an operator may do to it.</summary>
internal sealed class TestTopic : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30); // A machine with much else to do keeps brokers that are well from answering.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public TestTopic(string bootstrapServers)
    {
        Options = new KafkaOptions
        {
            BootstrapServers = bootstrapServers, Topic = $"t-{Guid.NewGuid():N}", ConsumerGroup = $"g-{Guid.NewGuid():N}", Partitions = 2,
            RequestTimeout = AnswerLimit, ReadTimeout = AnswerLimit, AppendTimeout = Limit, StartTimeout = Limit,
        };
        Admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).SetLogHandler((_, _) => { }).Build();
    }

    public KafkaOptions Options { get; }

    public IAdminClient Admin { get; }

    public string Name => Options.Topic;

    public TopicPartition First => new(Name, 0);

    /// <summary>Opens a connection, which makes the topic.</summary>
    public async Task<KafkaConnection> OpenAsync(ILoggerFactory? loggers = null)
    {
        var kafka = Connect(loggers);
        await kafka.OpenAsync();
        return kafka;
    }

    /// <summary>Makes a connection that has not asked the brokers anything.</summary>
    public KafkaConnection Connect(ILoggerFactory? loggers = null, TimeProvider? time = null) =>
        new(Microsoft.Extensions.Options.Options.Create(Options), time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);

    public Task TrimAsync(int partition, long earliest) => Admin.DeleteRecordsAsync([new TopicPartitionOffset(Name, partition, earliest)]);

    public async Task AddPartitionAsync()
    {
        var before = await CountPartitionsAsync();
        await Admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = Name, IncreaseTo = before + 1 }]);
        await UntilAsync(async () => await CountPartitionsAsync() == before + 1, "a partition to be added");
    }

    /// <summary>Deletes the topic. A broker says that it is deleted before it forgets it.</summary>
    public async Task DeleteAsync()
    {
        await Admin.DeleteTopicsAsync([Name]);
        await UntilAsync(async () => await CountPartitionsAsync() == 0, "the topic to be gone");
    }

    public async Task RecreateAsync()
    {
        await DeleteAsync();
        await UntilAsync(TryCreateAsync, "the topic to be made again");
        await UntilAsync(async () => await CountPartitionsAsync() == Options.Partitions, "the topic to be there again");
    }

    /// <summary>Uses <paramref name="count"/> offsets up, at least two, for an aborted transaction.</summary>
    public async Task AbortTransactionAsync(int partition, int count)
    {
        using var producer = TransactionalProducer();
        producer.InitTransactions(Limit);
        producer.BeginTransaction();
        for (var i = 0; i < count - 1; i++)
            await producer.ProduceAsync(new TopicPartition(Name, partition), new Message<byte[], byte[]> { Value = "aborted"u8.ToArray() });
        producer.AbortTransaction(Limit);
        await UntilAsync(async () => await EndAsync(partition, IsolationLevel.ReadCommitted) == await EndAsync(partition, IsolationLevel.ReadUncommitted), "the transaction to be over");
    }

    public IProducer<byte[], byte[]> TransactionalProducer() =>
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = Options.BootstrapServers, TransactionalId = Guid.NewGuid().ToString(), TransactionTimeoutMs = 300_000, LingerMs = 0 })
            .SetLogHandler((_, _) => { })
            .Build();

    /// <summary>A client that is not ours, and chooses partitions as Kafka's own do.</summary>
    public IProducer<byte[]?, byte[]?> Producer() =>
        new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = Options.BootstrapServers, Partitioner = Partitioner.Murmur2Random, LingerMs = 0 })
            .SetLogHandler((_, _) => { })
            .Build();

    /// <summary>A record of texts.</summary>
    public static Message<byte[]?, byte[]?> Message(string? key, string? value) => new()
    {
        Key = key is null ? null : Encoding.UTF8.GetBytes(key),
        Value = value is null ? null : Encoding.UTF8.GetBytes(value),
        Headers = [],
    };

    /// <summary>The first <paramref name="count"/> records of a topic, as another client sees them, in the order of their times.</summary>
    public List<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic, int partitions, int count)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig { BootstrapServers = Options.BootstrapServers, GroupId = $"{Guid.NewGuid():N}" })
            .SetLogHandler((_, _) => { })
            .Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, 0)));
        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        while (records.Count < count)
            records.Add(consumer.Consume(Limit) ?? throw new TimeoutException($"Topic {topic} gave {records.Count} records within {Limit}, not {count}."));
        return [.. records.OrderBy(record => record.Message.Timestamp.UnixTimestampMs).ThenBy(record => record.Offset.Value)];
    }

    /// <summary>The sum of a group's offsets, as Kafka's own tools tell it.</summary>
    public async Task<long> CommittedAsync(string group, int partitions)
    {
        var asked = new ConsumerGroupTopicPartitions(group, [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(Name, partition))]);
        var answer = await Admin.ListConsumerGroupOffsetsAsync([asked]);
        return answer[0].Partitions.Sum(partition => Math.Max(0, partition.Offset.Value));
    }

    public async Task<long> EndAsync(int partition, IsolationLevel isolation)
    {
        var asked = new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(Name, partition), OffsetSpec = OffsetSpec.Latest() };
        var answer = await Admin.ListOffsetsAsync([asked], new ListOffsetsOptions { IsolationLevel = isolation });
        return answer.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    /// <summary>Stores an offset in the group, as Kafka's own tools do.</summary>
    public Task StoreOffsetAsync(int partition, long offset) => UntilAsync(
        async () =>
        {
            try
            {
                await Admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(Options.ConsumerGroup, [new TopicPartitionOffset(Name, partition, offset)])]);
                return true;
            }
            catch (KafkaException)
            {
                return false; // The broker that keeps the group was chosen just now.
            }
        },
        "the offset to be stored");

    public void Dispose() => Admin.Dispose();

    private async Task<bool> TryCreateAsync()
    {
        try
        {
            await Admin.CreateTopicsAsync([new TopicSpecification { Name = Name, NumPartitions = Options.Partitions, Configs = new() { ["message.timestamp.type"] = "LogAppendTime" } }]);
            return true;
        }
        catch (CreateTopicsException e) when (e.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            return false;
        }
    }

    private async Task<int> CountPartitionsAsync()
    {
        try
        {
            return (await Admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([Name]))).TopicDescriptions[0].Partitions.Count;
        }
        catch (DescribeTopicsException e) when (e.Results.TopicDescriptions[0].Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return 0;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"Waited {Limit} for {what}.");
            await Task.Delay(Look);
        }
    }
}

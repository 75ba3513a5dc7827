using Confluent.Kafka;

namespace OrleansLambda.Kafka.Tests;

/// <summary>Records that other clients put into the topic.</summary>
public sealed class ForeignRecordsTests(KafkaFixture fixture) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private TestTopic? _topic;
    private KafkaConnection? _kafka;
    private KafkaEventLog? _log;

    public async ValueTask InitializeAsync()
    {
        _topic = new TestTopic(fixture.Server.BootstrapServers);
        _kafka = await _topic.OpenAsync();
        _log = new KafkaEventLog(_kafka);
    }

    public async ValueTask DisposeAsync()
    {
        await (_kafka?.DisposeAsync() ?? ValueTask.CompletedTask);
        _topic?.Dispose();
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Records_AreReadAsTheyAre_WhateverTheirKeysHeadersAndCompression(CompressionType compression)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = _topic!.Options.BootstrapServers, CompressionType = compression }).Build();
        foreach (var (key, value) in new[] { ("k", "value"), (null, "without key"), ("tombstone", null), ("k", "") })
            await producer.ProduceAsync(_topic.First, new Message<byte[]?, byte[]?>
            {
                Key = key is null ? null : [1],
                Value = value is null ? null : System.Text.Encoding.UTF8.GetBytes(value),
                Headers = new Headers { { "h", [1, 2] } },
            });

        var (texts, next) = await _log!.ReadAsync(0);

        Assert.Equal(["value", "without key", "", ""], texts);
        await using var reader = _log!.OpenReader(0, 0);
        Assert.All((await reader.ReadAsync(10)).Records, static record => Assert.True(record is { Key.IsEmpty: true, Namespace: null })); // Nobody asked for them.
        Assert.Equal(4, next);
    }

    [Fact]
    public async Task Transactions_AreSeenOnceCommitted_AndHoldTheEndWhileOpen()
    {
        await _log!.SendAsync(0, "before");
        using var producer = _topic!.TransactionalProducer();
        producer.InitTransactions(Limit);
        producer.BeginTransaction();
        await producer.ProduceAsync(_topic.First, new Message<byte[], byte[]> { Value = "committed"u8.ToArray() });
        await _log!.SendAsync(0, "after");

        await using var reader = _log!.OpenReader(0, 0);
        var open = await reader.ReadAsync(10);
        Assert.Single(open.Records);
        Assert.Empty((await reader.ReadAsync(10)).Records);
        Assert.Equal(new LogRange(0, 1), await _log.GetRangeAsync(0));
        producer.CommitTransaction(Limit);
        await _topic.AbortTransactionAsync(0, 3);
        await _log.SendAsync(0, "last");

        var (texts, next) = await _log.ReadAsync(0);
        Assert.Equal(["before", "committed", "after", "last"], texts);
        Assert.Equal((await _log.GetRangeAsync(0)).End, next);
    }

    [Fact]
    public async Task Commit_IsNone_WhereSomebodyElseStoredTheOffset()
    {
        await _topic!.StoreOffsetAsync(0, 7);

        Assert.Null(await _log!.GetCommitAsync(0));
    }
}

using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using OrleansLambda.EventLog.Kafka.Streams;
using OrleansLambda.Fakes;
using OrleansLambda.Kafka.Tests.Streams.Support;

namespace OrleansLambda.Kafka.Tests.Streams;

/// <summary>Records whose key or namespace names no stream.</summary>
public sealed class DeadLetterTests(KafkaFixture fixture) : IDisposable
{
    private readonly TestTopic _topic = new(fixture.Server.BootstrapServers);
    private readonly string _provider = $"kafka-{Guid.NewGuid():N}"; // The counts of a process are told apart by it.

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task Letter_IsLoggedAndCounted_WhereNothingElseIsSet()
    {
        var (counted, lines) = (0L, new LogLines(LogLevel.Warning));
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == "streaming.dead_letters") listener.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags.Contains(new("provider", _provider)))
                Interlocked.Add(ref counted, count);
        });
        listener.Start();
        await using var hosts = await StartAsync(_ => { }, _ => { }, new LogProvider(lines));
        await SendBadAsync();

        await Inbox.UntilAsync(() => Volatile.Read(ref counted) == 2, () => $"two dead letters; {counted} were counted");
        Assert.Contains(lines.Lines, line => line.Contains(_provider, StringComparison.Ordinal) && line.Contains("not valid UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Letter_GoesToTheTopic_WhereOneIsSet()
    {
        await using var hosts = await StartAsync(options => options.DeadLetterTopic = _topic.Name + "-dead", _ => { });
        await SendBadAsync();

        var copies = _topic.ReadAll(_topic.Name + "-dead", 1, 2);
        Assert.Equal(["bad key", "bad namespace"], copies.Select(copy => Encoding.UTF8.GetString(copy.Message.Value!)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Letter_GoesToTheStore_WhereTheProviderHasOne()
    {
        var letters = new InMemoryDeadLetterStore(new InMemoryDisk());
        await using var hosts = await StartAsync(_ => { }, services => services.AddKeyedSingleton<IDeadLetterStore>(_provider, letters));
        await SendBadAsync();

        await Inbox.UntilAsync(async () => await letters.CountAsync() == 2, () => "two dead letters in the store");
    }

    // A good record is behind the bad ones; they do not hold it up.
    private async Task SendBadAsync()
    {
        using var producer = _topic.Producer();
        await producer.ProduceAsync(_topic.First, new Message<byte[]?, byte[]?> { Key = [0xFF], Value = "bad key"u8.ToArray() });
        var badNamespace = TestTopic.Message("a", "bad namespace");
        badNamespace.Headers.Add(KafkaStreamOptions.DefaultNamespaceHeader, [0xC3]);
        await producer.ProduceAsync(_topic.First, badNamespace);
        await producer.ProduceAsync(_topic.First, TestTopic.Message("a", """{"number":1}"""));
        await Inbox.ReceivesAsync(ImplicitGrain.Name, StreamId.Create($"implicit-{_topic.Name}", "a"), 1);
    }

    private Task<StreamHosts> StartAsync(Action<KafkaStreamOptions> configure, Action<IServiceCollection> register, ILoggerProvider? logs = null) => StreamHosts.StartAsync(
        _topic.Options.ConsumerGroup,
        silo =>
        {
            register(silo.Services);
            silo.AddKafkaStreams(_provider, options =>
            {
                (options.BootstrapServers, options.Topic, options.Partitions, options.Namespace) = (_topic.Options.BootstrapServers, _topic.Name, 2, $"implicit-{_topic.Name}");
                configure(options);
            });
        },
        logs: logs);

    private sealed class LogProvider(LogLines lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => lines.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}

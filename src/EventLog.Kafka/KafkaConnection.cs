using Microsoft.Extensions.Options;
using OrleansLambda.EventLog.Kafka.Appending;
using OrleansLambda.EventLog.Kafka.Clients;
using OrleansLambda.EventLog.Kafka.Commits;
using OrleansLambda.EventLog.Kafka.Reading;
using OrleansLambda.EventLog.Kafka.Topics;

namespace OrleansLambda.EventLog.Kafka;

/// <summary>What this process has to do with the brokers: the clients, and what they know. One a topic is enough.</summary>
public sealed partial class KafkaConnection : IAsyncDisposable
{
    // Long for brokers that answer. Those that are away would keep a process from its end.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger;
    private int _disposed;

    /// <summary>Makes the clients. They connect in the background.</summary>
    public KafkaConnection(IOptions<KafkaOptions> options, TimeProvider time, ILoggerFactory loggers)
        : this(options.Value, null, time, loggers)
    {
    }

    internal KafkaConnection(KafkaOptions options, NameReading? names, TimeProvider time, ILoggerFactory loggers)
    {
        (Options, Names, Time, _logger) = (options, names, time, loggers.CreateLogger("OrleansLambda.EventLog.Kafka"));
        Health = new KafkaHealth(_logger);
        Log = new ClientLog(_logger, Health);
        Brokers = new Brokers(Options, Log, Health, time);
        Topic = new TopicState(Brokers, Options, _logger);
        Reading = new ReadingPool(Options, Log);
        Appending = new Producers(Options, Log, Health, _logger, time);
        Commits = new GroupOffsets(Options, Log, Health, time);
    }

    /// <summary>Whether the brokers answer.</summary>
    public KafkaHealth Health { get; }

    internal KafkaOptions Options { get; }

    internal NameReading? Names { get; }

    internal TimeProvider Time { get; }

    internal ClientLog Log { get; }

    internal Brokers Brokers { get; }

    internal TopicState Topic { get; }

    internal ReadingPool Reading { get; }

    internal Producers Appending { get; }

    internal GroupOffsets Commits { get; }

    /// <summary>Makes the topics that there are not, and waits for brokers that do not answer yet.</summary>
    /// <exception cref="StoreUnavailableException">They did not within <see cref="KafkaOptions.StartTimeout"/>, or refused.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        var started = Time.GetTimestamp();
        var setup = new TopicSetup(Brokers, Options, _logger);
        while (true)
            try
            {
                await setup.EnsureAsync().WaitAsync(cancellationToken);
                var topic = await Topic.DescribeAsync(cancellationToken);
                LogOpened(topic.Topic, topic.TopicId, topic.Partitions, Options.BootstrapServers);
                return;
            }
            catch (StoreUnavailableException) when (Time.GetElapsedTime(started) < Options.StartTimeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), Time, cancellationToken);
            }
    }

    /// <summary>
    /// Sends what is to be appended, and closes the connections. Brokers that are away are not waited for: after two seconds
    /// the clients are left to end by themselves, if the process lasts.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await EndAsync(Appending.Dispose, Commits.Dispose, Reading.Dispose, Brokers.Dispose);
    }

    /// <summary>Ends clients. Those that have not ended after two seconds are left to end by themselves.</summary>
    internal async Task EndAsync(params Action[] ends)
    {
        // Clients end when their connections have, and their requests, which blocks.
        var ending = Task.WhenAll(ends.Select(static end => Task.Factory.StartNew(end, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        try
        {
            await ending.WaitAsync(CloseLimit, Time);
        }
        catch (TimeoutException)
        {
            LogNotClosed(CloseLimit);
        }
    }

    internal StoreUnavailableException Unavailable(string problem)
    {
        Health.Failed(problem);
        return new StoreUnavailableException(problem);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connections to Kafka had not ended after {Limit}, since brokers did not answer; they were left behind.")]
    private partial void LogNotClosed(TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Information, Message = "Topic {Topic} ({TopicId}) with {Partitions} partitions at {Brokers} is the log.")]
    private partial void LogOpened(string topic, string topicId, int partitions, string brokers);
}

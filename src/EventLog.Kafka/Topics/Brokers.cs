using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansLambda.EventLog.Kafka.Clients;
using OrleansLambda.EventLog.Kafka.Native;

namespace OrleansLambda.EventLog.Kafka.Topics;

/// <summary>
/// What is asked of the brokers about one topic. Every answer is to a request made after the call began. Failures are
/// <see cref="StoreUnavailableException"/>, within <see cref="KafkaOptions.RequestTimeout"/> and the attempt that is under way then.
/// </summary>
internal sealed class Brokers : IDisposable
{
    // Brokers hear of a new topic one after another: who does not know one may be the last to hear of it.
    private static readonly TimeSpan NewTopicLimit = TimeSpan.FromSeconds(2);

    private readonly KafkaOptions _options;
    private readonly KafkaHealth _health;
    private readonly AskingClient _client;
    private readonly SharedQuestion<string, TopicIdentity> _identity;
    private readonly SharedQuestion<int, OffsetAnswer> _starts;
    private readonly SharedQuestion<int, OffsetAnswer> _ends;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationToken _ended;
    private bool _disposed;

    public Brokers(KafkaOptions options, ClientLog log, KafkaHealth health, TimeProvider time)
    {
        (_options, _health, _time, _ended) = (options, health, time, _ending.Token);
        Admin = new AdminClientBuilder(ClientProperties.ForAsking(options))
            .SetLogHandler((_, line) => log.Write((int)line.Level, line.Facility, line.Message))
            .SetErrorHandler((_, error) => health.BrokerFault(error.Reason))
            .Build();
        _client = new AskingClient(options, log);
        _identity = new(async topics => new Dictionary<string, TopicIdentity> { [topics.Single()] = await AskIdentityAsync() });
        _starts = new(async partitions => await ListAsync(partitions, Librdkafka.Earliest));
        _ends = new(async partitions => await ListAsync(partitions, Librdkafka.Latest));
    }

    /// <summary>The client that makes topics, and asks how they are set.</summary>
    public IAdminClient Admin { get; }

    /// <summary>Which topic there is now.</summary>
    public Task<TopicIdentity> IdentityAsync(CancellationToken cancellationToken) => _identity.AskAsync(_options.Topic, cancellationToken);

    /// <summary>What any topic is.</summary>
    public Task<TopicIdentity> DescribeAsync(string topic) => AskOfTopicAsync($"Describing topic {topic}", () => _client.DescribeAsync(topic));

    /// <summary>How a topic is set; null where this client may not know.</summary>
    public async Task<Dictionary<string, ConfigEntryResult>?> SettingsAsync(string topic)
    {
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        try
        {
            var answers = await AskOfTopicAsync(
                $"Reading the settings of topic {topic}",
                () => Admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = _options.RequestTimeout }));
            return answers[0].Entries;
        }
        catch (StoreUnavailableException e) when (Refusal(e) is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
        {
            return null;
        }
    }

    /// <summary>The first offset of a partition that retention has left.</summary>
    public Task<long> StartAsync(int partition, CancellationToken cancellationToken) => OffsetAsync(partition, token => _starts.AskAsync(partition, token), cancellationToken);

    /// <summary>The end of a partition as readers see it: before the first record of a transaction that is still open.</summary>
    public Task<long> EndAsync(int partition, CancellationToken cancellationToken) => OffsetAsync(partition, token => _ends.AskAsync(partition, token), cancellationToken);

    /// <summary>What of a partition can be read.</summary>
    public async Task<LogRange> RangeAsync(int partition, CancellationToken cancellationToken)
    {
        var (start, end) = (StartAsync(partition, cancellationToken), EndAsync(partition, cancellationToken));
        await Task.WhenAll(start, end);
        // An open transaction may begin below what retention has left.
        return new LogRange(await start, Math.Max(await start, await end));
    }

    /// <summary>The first offset of a partition whose record carries <paramref name="unixMs"/> or a later time, or null.</summary>
    public async Task<long?> FindAsync(int partition, long unixMs, CancellationToken cancellationToken) =>
        await OffsetAsync(partition, async token => (await ListAsync([partition], unixMs).WaitAsync(token))[partition], cancellationToken)
            is >= 0 and var offset ? offset : null;

    /// <summary>
    /// Runs a request, and says what failed in the log's terms. The request calls its client before it first waits for
    /// anything.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The client has ended, or does before the answer comes.</exception>
    public Task<T> DoAsync<T>(string what, Func<Task<T>> request) => DoAsync(what, request, static _ => true);

    private async Task<T> DoAsync<T>(string what, Func<Task<T>> request, Func<T, bool> isAnswer)
    {
        try
        {
            var answer = await Start(request).WaitAsync(_ended);
            if (isAnswer(answer))
                _health.Answered();
            return answer;
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(Brokers)); // The client gives no answer after its end.
        }
        catch (KafkaException e)
        {
            // An answer that refuses something is an answer.
            if (e.Error.IsLocalError && e.Error.Code != ErrorCode.Local_Partial)
                throw Unavailable(what, e.Error, e);
            _health.Answered();
            throw Refused(what, e.Error, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        _ending.Cancel();
        Admin.Dispose();
        _client.Dispose();
        _ending.Dispose();
    }

    // The client takes no care of that itself: a request that is handed to it while it ends would end the process.
    private Task<T> Start<T>(Func<Task<T>> request)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return request();
        }
    }

    private StoreUnavailableException Unavailable(string what, Error error, Exception? inner)
    {
        var refused = Refused(what, error, inner);
        _health.Failed(refused.Message);
        return refused;
    }

    private StoreUnavailableException Refused(string what, Error error, Exception? inner) =>
        new($"{what} at {_options.BootstrapServers} failed: {error.Reason}.", inner);

    private async Task<T> AskOfTopicAsync<T>(string what, Func<Task<T>> request)
    {
        var started = _time.GetTimestamp();
        while (true)
            try
            {
                return await DoAsync(what, request);
            }
            catch (StoreUnavailableException e) when (Refusal(e) == ErrorCode.UnknownTopicOrPart && _time.GetElapsedTime(started) < NewTopicLimit)
            {
                await Task.Delay(Transient.Pause, _time);
            }
    }

    private static ErrorCode? Refusal(StoreUnavailableException e) => e.InnerException switch
    {
        DescribeConfigsException { Results: [var only] } => only.Error.Code,
        KafkaException refused => refused.Error.Code,
        _ => null,
    };

    private async Task<TopicIdentity> AskIdentityAsync()
    {
        try
        {
            return await DescribeAsync(_options.Topic);
        }
        catch (StoreUnavailableException e)
        {
            _health.Failed(e.Message); // A topic that is not there is a problem, though the brokers answer.
            throw;
        }
    }

    private async Task<IReadOnlyDictionary<int, OffsetAnswer>> ListAsync(IReadOnlyCollection<int> partitions, long wanted) =>
        await DoAsync(
            Asking(),
            async () =>
            {
                try
                {
                    return await _client.ListOffsetsAsync(_options.Topic, partitions, wanted);
                }
                catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_NoEnt)
                {
                    // No entry: the client has heard of no leader for any of them, as where the topic is new.
                    var answer = e.Error.Code == ErrorCode.Local_TimedOut ? OffsetAnswer.None : OffsetAnswer.NoLeader;
                    return partitions.ToDictionary(static partition => partition, _ => answer);
                }
            },
            static answers => !answers.Values.All(static answer => answer.IsNone));

    private async Task<long> OffsetAsync(int partition, Func<CancellationToken, Task<OffsetAnswer>> ask, CancellationToken cancellationToken)
    {
        var what = $"{Asking()}, partition {partition},";
        var started = _time.GetTimestamp();
        while (true)
        {
            var answer = await ask(cancellationToken);
            if (answer is { Error: ErrorCode.NoError, IsNone: false })
                return answer.Offset;
            var error = answer.IsNone ? ErrorCode.Local_TimedOut : answer.Error;
            if (!(answer.IsNone || Transient.Is(error)) || _time.GetElapsedTime(started) >= _options.RequestTimeout)
                throw Unavailable(what, new Error(error), null);
            await Task.Delay(Transient.Pause, _time, cancellationToken);
            await LearnLeadersAsync(_options.RequestTimeout - _time.GetElapsedTime(started), cancellationToken);
        }
    }

    // Who was asked may not lead the partition any more, and the client would ask it again.
    private async Task LearnLeadersAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (limit <= TimeSpan.Zero)
            return;
        try
        {
            await IdentityAsync(cancellationToken).WaitAsync(limit, _time, cancellationToken);
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException)
        {
            // The next answer tells what is wrong.
        }
    }

    private string Asking() => $"Asking for offsets of topic {_options.Topic}";
}

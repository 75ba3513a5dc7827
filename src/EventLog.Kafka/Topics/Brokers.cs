using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansLambda.EventLog.Kafka.Clients;

namespace OrleansLambda.EventLog.Kafka.Topics;

/// <summary>
/// What is asked of the brokers about one topic. Every answer is to a request made after the call began. Failures are
/// <see cref="StoreUnavailableException"/>, within <see cref="KafkaOptions.RequestTimeout"/>, or twice that where the client
/// itself owes the answer: it has been seen to lose one when a broker that had hung went on.
/// </summary>
internal sealed class Brokers : IDisposable
{
    private readonly KafkaOptions _options;
    private readonly KafkaHealth _health;
    private readonly SharedQuestion<string, TopicIdentity> _identity;
    private readonly SharedQuestion<int, TopicPartitionOffsetError> _starts;
    private readonly SharedQuestion<int, TopicPartitionOffsetError> _ends;
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
        _identity = new(async topics => new Dictionary<string, TopicIdentity> { [topics.Single()] = await AskIdentityAsync() });
        _starts = new(async partitions => await ListAsync(partitions, OffsetSpec.Earliest()));
        _ends = new(async partitions => await ListAsync(partitions, OffsetSpec.Latest()));
    }

    /// <summary>The client that asks.</summary>
    public IAdminClient Admin { get; }

    /// <summary>Which topic there is now.</summary>
    public Task<TopicIdentity> IdentityAsync(CancellationToken cancellationToken) => _identity.AskAsync(_options.Topic, cancellationToken);

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
        await OffsetAsync(partition, async token => (await ListAsync([partition], OffsetSpec.ForTimestamp(unixMs)).WaitAsync(token))[partition], cancellationToken)
            is >= 0 and var offset ? offset : null;

    /// <summary>
    /// Runs a request, and says what failed in the log's terms. The request calls <see cref="Admin"/> before it first waits for
    /// anything.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The client has ended, or does before the answer comes.</exception>
    public async Task<T> DoAsync<T>(string what, Func<Task<T>> request)
    {
        try
        {
            var answer = await Start(request).WaitAsync(2 * _options.RequestTimeout, _time, _ended);
            _health.Answered();
            return answer;
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(Brokers)); // The client gives no answer after its end.
        }
        catch (TimeoutException e)
        {
            throw Unavailable(what, new Error(ErrorCode.Local_TimedOut), e);
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

    private async Task<TopicIdentity> AskIdentityAsync()
    {
        var what = $"Describing topic {_options.Topic}";
        try
        {
            var answer = await DoAsync(what, () => Admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([_options.Topic]), new DescribeTopicsOptions { RequestTimeout = _options.RequestTimeout }));
            var topic = answer.TopicDescriptions[0];
            return new TopicIdentity(topic.TopicId.ToString(), topic.Partitions.Count);
        }
        catch (StoreUnavailableException e) when (e.InnerException is DescribeTopicsException { Results.TopicDescriptions: [{ Error.IsError: true } topic] })
        {
            throw Unavailable(what, topic.Error, e.InnerException);
        }
    }

    private async Task<IReadOnlyDictionary<int, TopicPartitionOffsetError>> ListAsync(IReadOnlyCollection<int> partitions, OffsetSpec spec)
    {
        var asked = partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(_options.Topic, partition), OffsetSpec = spec });
        var options = new ListOffsetsOptions { RequestTimeout = _options.RequestTimeout, IsolationLevel = IsolationLevel.ReadCommitted };
        try
        {
            return ByPartition((await DoAsync($"Asking for offsets of topic {_options.Topic}", async () =>
            {
                var answer = await Admin.ListOffsetsAsync(asked, options);
                return answer.ResultInfos.TrueForAll(info => IsNoAnswer(info.TopicPartitionOffsetError)) ? throw new KafkaException(new Error(ErrorCode.Local_TimedOut)) : answer;
            })).ResultInfos);
        }
        // What is wrong with one partition concerns only those who asked about it.
        catch (StoreUnavailableException e) when (e.InnerException is ListOffsetsException { Result.ResultInfos: { Count: > 0 } infos } && infos.Count == partitions.Count)
        {
            return ByPartition(infos);
        }
    }

    // Where a leader did not answer in time, the client gives no error, but an offset that is none.
    private static bool IsNoAnswer(TopicPartitionOffsetError answer) => answer.Error.Code == ErrorCode.NoError && answer.Offset == Offset.Unset;

    private static Dictionary<int, TopicPartitionOffsetError> ByPartition(List<ListOffsetsResultInfo> infos) =>
        infos.Select(info => info.TopicPartitionOffsetError).ToDictionary(answer => answer.Partition.Value);

    private async Task<long> OffsetAsync(int partition, Func<CancellationToken, Task<TopicPartitionOffsetError>> ask, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var answer = await ask(cancellationToken);
            if (IsNoAnswer(answer))
                throw Unavailable($"Asking for offsets of topic {_options.Topic}, partition {partition},", new Error(ErrorCode.Local_TimedOut), null);
            if (!answer.Error.IsError)
                return answer.Offset.Value;
            if (!Transient.Is(answer.Error.Code) || _time.GetElapsedTime(started) >= _options.RequestTimeout)
                throw Unavailable($"Asking for offsets of topic {_options.Topic}, partition {partition},", answer.Error, null);
            await Task.Delay(Transient.Pause, _time, cancellationToken);
        }
    }
}

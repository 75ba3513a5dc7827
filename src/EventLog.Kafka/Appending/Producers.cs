using Confluent.Kafka;
using OrleansLambda.EventLog.Kafka.Clients;

namespace OrleansLambda.EventLog.Kafka.Appending;

/// <summary>Appends through one client, as long as that lasts, and bounds what is under way.</summary>
internal sealed partial class Producers : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly KafkaOptions _options;
    private readonly ClientLog _log;
    private readonly KafkaHealth _health;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ByteBudget _budget;
    private readonly Lock _gate = new();
    private Producer _current;
    private bool _disposed;

    public Producers(KafkaOptions options, ClientLog log, KafkaHealth health, ILogger logger, TimeProvider time)
    {
        (_options, _log, _health, _logger, _time) = (options, log, health, logger, time);
        _budget = new ByteBudget(options.AppendMegabytes * 1_048_576L);
        _current = Start();
    }

    /// <summary>The client, which is one that works.</summary>
    public Producer Current
    {
        get
        {
            Producer broken;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (!_current.IsBroken)
                    return _current;
                broken = _current;
                _current = Start();
            }
            ThreadPool.QueueUserWorkItem(static producer => producer.Dispose(), broken, preferLocal: false);
            return _current;
        }
    }

    /// <summary>Appends, as <see cref="IEventLog.AppendAsync"/> does.</summary>
    /// <param name="partition">A partition that there is.</param>
    /// <param name="records">The records.</param>
    /// <param name="weight">What they take of the memory for what is under way, in bytes.</param>
    /// <param name="name">What they are appended with; null for nothing but their values.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, long weight, RecordName? name, CancellationToken cancellationToken)
    {
        var taken = await _budget.TakeAsync(weight, cancellationToken);
        PendingAppend append;
        try
        {
            append = new PendingAppend(partition, records, name);
        }
        catch
        {
            _budget.Return(taken);
            throw;
        }
        return await AppendAsync(append, records.Count, taken).WaitAsync(cancellationToken);
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
        _current.Dispose();
    }

    // Goes on when its caller has given up: the memory is in use until the client has told what became of the records.
    private async Task<long> AppendAsync(PendingAppend append, int records, long taken)
    {
        var started = _time.GetTimestamp();
        KafkaMetrics.InFlight.Add(taken, KafkaMetrics.Topic(_options));
        try
        {
            await SendAsync(append);
            var last = await append.Done;
            _health.Answered();
            KafkaMetrics.Appended.Add(records, KafkaMetrics.Topic(_options));
            return last;
        }
        catch (Exception e) when (e is StoreUnavailableException or OutcomeUnknownException)
        {
            _health.Failed(e.Message);
            throw;
        }
        finally
        {
            _budget.Return(taken);
            KafkaMetrics.InFlight.Add(-taken, KafkaMetrics.Topic(_options));
            KafkaMetrics.AppendDuration.Record(_time.GetElapsedTime(started).TotalSeconds, KafkaMetrics.Topic(_options));
        }
    }

    // A client may not have heard yet of partitions that were added, or may have broken just now.
    private async Task SendAsync(PendingAppend append)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var producer = CurrentFor(append);
            var error = producer.Send(append);
            if (error == 0)
                return;
            if (_time.GetElapsedTime(started) >= _options.RequestTimeout || !(producer.IsBroken || MayPass(error)))
            {
                append.NotSent(append.Lengths.Length, error);
                append.Complete(_options);
                return;
            }
            if (error == (int)ErrorCode.Local_UnknownPartition)
                await Task.Run(producer.RefreshMetadata);
            await Task.Delay(Pause, _time);
        }
    }

    private Producer CurrentFor(PendingAppend append)
    {
        try
        {
            return Current;
        }
        catch
        {
            append.Free();
            throw;
        }
    }

    private static bool MayPass(int error) =>
        (ErrorCode)error is ErrorCode.Local_UnknownPartition or ErrorCode.Local_UnknownTopic or ErrorCode.UnknownTopicOrPart or ErrorCode.Local_Fatal or ErrorCode.Local_QueueFull;

    private Producer Start() => new(_options, _log, LogBroke);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The client that appends could not go on, and another takes its place: {Reason}")]
    private partial void LogBroke(string reason);
}

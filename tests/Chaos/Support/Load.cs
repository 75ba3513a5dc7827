using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace OrleansLambda.Chaos.Support;

/// <summary>
/// A stream of rides with a producer of its own, apart from anything that is tested, and the producer's own account: what
/// was acknowledged, by partition and by window. Nothing is left open: the producer goes on until a record is acknowledged.
/// </summary>
public sealed class Load : IAsyncDisposable
{
    private const int BadOneIn = 997;
    private const int TicksPerSecond = 50;

    private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(10);

    private readonly IProducer<Null, byte[]> _producer;
    private readonly string _topic;
    private readonly int _partitions;
    private readonly int _perSecond;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<DateTimeOffset, Count> _windows = new();
    private readonly long[] _acknowledged;
    private readonly long[] _bad;
    private readonly Action<DeliveryReport<Null, byte[]>> _badDelivered;
    private readonly Lock _gate = new();
    private (DateTimeOffset Window, Action<DeliveryReport<Null, byte[]>> Report) _delivered;
    private Task _running = Task.CompletedTask;
    private string? _failure;
    private long _sent;

    /// <summary>A stream that is not flowing yet.</summary>
    public Load(string kafka, string topic, int partitions, int eventsPerSecond)
    {
        _topic = topic;
        _partitions = partitions;
        _perSecond = eventsPerSecond;
        _acknowledged = new long[partitions];
        _bad = new long[partitions];
        _badDelivered = BadDelivered;
        _delivered = (default, BadDelivered);
        _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = kafka,
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 5,
            MessageTimeoutMs = 0, // For as long as it takes: a record of unknown fate would make the account uncertain.
            QueueBufferingMaxMessages = 400_000,
            ReconnectBackoffMaxMs = 500,
        }).SetLogHandler(static (_, _) => { }).SetErrorHandler((_, error) => _failure = error.IsFatal ? error.Reason : _failure).Build();
    }

    /// <summary>How many records of each partition were acknowledged.</summary>
    public long[] Acknowledged => [.. Enumerable.Range(0, _partitions).Select(p => Interlocked.Read(ref _acknowledged[p]))];

    /// <summary>How many of those were no rides.</summary>
    public long[] Bad => [.. Enumerable.Range(0, _partitions).Select(p => Interlocked.Read(ref _bad[p]))];

    /// <summary>How many rides of each window were acknowledged.</summary>
    public SortedDictionary<DateTimeOffset, long> Windows => new(
        _windows.ToDictionary(static window => window.Key, static window => Interlocked.Read(ref window.Value.Value)).Where(static window => window.Value > 0).ToDictionary());

    /// <summary>Begins, and returns once something is acknowledged in every partition.</summary>
    public async Task StartAsync()
    {
        _running = Task.Run(RunAsync);
        await Until.NothingIsMissingAsync(() => Task.FromResult(Acknowledged.Contains(0) ? $"an acknowledgement in each partition ({_failure})" : null), Cluster.Patience);
    }

    /// <summary>Ends the stream and returns once everything sent is acknowledged.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        await _stopping.CancelAsync();
        await _running;
        await Task.Run(() => _producer.Flush(timeout));
        await Until.NothingIsMissingAsync(
            () => Task.FromResult(Acknowledged.Sum() == _sent ? null : $"{_sent - Acknowledged.Sum()} of {_sent} acknowledgements{(_failure is null ? "" : $" ({_failure})")}"), timeout);
    }

    /// <summary>Returns once everything sent by now is acknowledged.</summary>
    public Task DeliveredAsync(TimeSpan timeout)
    {
        var sent = Volatile.Read(ref _sent);
        // Records of several partitions overtake each other, so this is for a stream that was cut off: what it has sent since then comes last.
        return Until.NothingIsMissingAsync(() => Task.FromResult(Acknowledged.Sum() is var there && there >= sent ? null : $"{sent - there} of {sent} acknowledgements"), timeout);
    }

    /// <summary>Sends one ride of <paramref name="time"/>.</summary>
    /// <param name="time">When it began.</param>
    /// <param name="partition">Where it goes.</param>
    /// <param name="counts">False where a ride of that time is none that may be counted.</param>
    public void Send(DateTimeOffset time, int partition, bool counts = true) => Produce(Ride(time), counts ? time : null, partition);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _producer.Dispose();
        _stopping.Dispose();
    }

    private static byte[] Ride(DateTimeOffset time) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"tpep_pickup_datetime\":\"{time:yyyy-MM-dd HH:mm:ss}\"}}"));

    private async Task RunAsync()
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TicksPerSecond));
        var last = TimeProvider.System.GetTimestamp();
        var owed = 0.0;
        while (!_stopping.IsCancellationRequested)
        {
            await ticks.WaitForNextTickAsync();
            var now = TimeProvider.System.GetTimestamp();
            // What a slow machine has delayed is made up for, what a full queue has kept back for longer is not.
            owed = Math.Min(owed + TimeProvider.System.GetElapsedTime(last, now).TotalSeconds * _perSecond, _perSecond);
            last = now;
            var time = TimeProvider.System.GetUtcNow();
            time = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
            var ride = Ride(time);
            for (; owed >= 1; owed--)
            {
                if (_sent % BadOneIn == 0)
                    Produce("not a ride"u8.ToArray(), null, (int)(_sent % _partitions));
                else
                    Produce(ride, time, (int)(_sent % _partitions));
            }
        }
    }

    private void Produce(byte[] value, DateTimeOffset? time, int partition)
    {
        lock (_gate)
        {
            var message = new Message<Null, byte[]> { Value = value };
            while (true)
            {
                try
                {
                    _producer.Produce(new TopicPartition(_topic, partition), message, time is { } t ? ReportOf(t) : _badDelivered);
                    _sent++;
                    return;
                }
                catch (ProduceException<Null, byte[]> e) when (e.Error.Code == Confluent.Kafka.ErrorCode.Local_QueueFull)
                {
                    if (_stopping.Token.WaitHandle.WaitOne(QueueFullPause))
                        return; // Neither sent nor counted as sent.
                }
            }
        }
    }

    // One handler for all the rides of a window: a report does not say which event it is of.
    private Action<DeliveryReport<Null, byte[]>> ReportOf(DateTimeOffset time)
    {
        var window = TumblingWindow.Of(time).Start;
        if (_delivered.Window != window)
        {
            var count = _windows.GetOrAdd(window, static _ => new Count());
            _delivered = (window, report =>
            {
                if (Acknowledge(report))
                    Interlocked.Increment(ref count.Value);
            });
        }
        return _delivered.Report;
    }

    private void BadDelivered(DeliveryReport<Null, byte[]> report)
    {
        if (Acknowledge(report))
            Interlocked.Increment(ref _bad[report.Partition.Value]);
    }

    private bool Acknowledge(DeliveryReport<Null, byte[]> report)
    {
        if (report.Error.IsError)
        {
            _failure = report.Error.Reason;
            return false;
        }
        Interlocked.Increment(ref _acknowledged[report.Partition.Value]);
        return true;
    }

    private sealed class Count
    {
        public long Value;
    }
}

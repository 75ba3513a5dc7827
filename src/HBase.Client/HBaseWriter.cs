using System.ComponentModel.DataAnnotations;
using OrleansLambda.HBase.Client.Operations;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client;

/// <summary>
/// Writes many changes fast: it gathers them by server and has several batches on their way at once, within a bound of
/// memory at which who writes waits. For use by any number of threads.
/// </summary>
/// <remarks>
/// <see cref="WriteAsync"/> returns when a change is taken, which says nothing about its being made. When
/// <see cref="FlushAsync"/> returns, all that was taken before is acknowledged, as durable as asked for. What fails for good
/// is told once, by <see cref="HBaseWriteException"/>, at the next call of either or at the end; changes taken are tried for
/// <see cref="HBaseOptions.OperationTimeout"/>. Changes of the same row may overtake each other unless they bear timestamps of
/// their own, or a flush lies between them.
/// </remarks>
public sealed class HBaseWriter : IAsyncDisposable
{
    /// <summary>How many failed changes are kept to be told; of more only the number is.</summary>
    public const int MaxFailures = 1_000;

    private readonly ClientCore _core;
    private readonly string _table;
    private readonly HBaseWriterOptions _options;
    private readonly BatchRunner _runner;
    private readonly ByteGate _gate;
    private readonly ITimer _linger;
    private readonly Lock _lock = new();
    private readonly Dictionary<ServerAddress, WriterLane> _lanes = [];
    private readonly HashSet<Task> _sent = [];
    private List<FailedMutation> _failures = [];
    private long _failed;
    private bool _disposed;

    internal HBaseWriter(ClientCore core, string table, HBaseWriterOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_core, _table, _options, _runner, _gate) = (core, table, options, new BatchRunner(core), new ByteGate(options.BufferBytes));
        _linger = core.Time.CreateTimer(_ => SendAll(evenIfBusy: false), null, options.Linger, options.Linger);
    }

    /// <summary>How many bytes of cells have been taken and not acknowledged yet.</summary>
    public long PendingBytes => _gate.Inside;

    /// <summary>Takes a change, waiting while there is no room for it.</summary>
    /// <param name="mutation">The change: a <see cref="Put"/> or a <see cref="Delete"/>, which must not be changed until it is acknowledged.</param>
    /// <param name="cancellation">Stops waiting; the change is not taken then.</param>
    /// <exception cref="HBaseWriteException">Changes taken before have failed; this one was not taken.</exception>
    /// <exception cref="ArgumentException">It is such that making it twice would be wrong, or has no columns.</exception>
    public async ValueTask WriteAsync(Mutation mutation, CancellationToken cancellation = default)
    {
        if (mutation is OnceMutation || (mutation is not Delete && mutation.CellCount == 0))
            throw new ArgumentException("A writer takes puts with columns, and deletes: it may send them more than once.", nameof(mutation));
        ThrowIfFailed();
        var entering = _gate.EnterAsync(Size(mutation), cancellation);
        if (!entering.IsCompletedSuccessfully)
        {
            SendAll(evenIfBusy: false);
            await entering;
        }
        if (mutation.Durability == Durability.UseDefault)
            mutation.Durability = _options.Durability;
        var server = _core.Locator.Known(_table, mutation.Row.Span)?.Server ?? default;
        lock (_lock)
        {
            if (_disposed)
            {
                _gate.Leave(Size(mutation));
                throw new ObjectDisposedException(nameof(HBaseWriter));
            }
            if (!_lanes.TryGetValue(server, out var lane))
                _lanes.Add(server, lane = new WriterLane());
            lane.Add(new BatchItem(mutation), Size(mutation));
            if (lane.Bytes >= _options.BatchBytes && lane.InFlight < _options.BatchesInFlight)
                Send(lane);
        }
    }

    /// <summary>Sends what has been taken and waits until all of it has been acknowledged or has failed.</summary>
    /// <param name="cancellation">Stops waiting; what was taken stays taken.</param>
    /// <exception cref="HBaseWriteException">Some of it, or of what was taken before, has failed.</exception>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        Task[] sent;
        lock (_lock)
        {
            SendAll(evenIfBusy: true);
            sent = [.. _sent];
        }
        await Task.WhenAll(sent).WaitAsync(cancellation);
        ThrowIfFailed();
    }

    /// <summary>Flushes and ends.</summary>
    /// <exception cref="HBaseWriteException">Some of what was taken has failed.</exception>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        await _linger.DisposeAsync();
        await FlushAsync();
    }

    private static int Size(Mutation mutation) => mutation.EncodedLength + mutation.Row.Length;

    private void SendAll(bool evenIfBusy)
    {
        lock (_lock)
        {
            foreach (var lane in _lanes.Values)
            {
                if (lane.Bytes > 0 && (evenIfBusy || lane.InFlight < _options.BatchesInFlight))
                    Send(lane);
            }
        }
    }

    private void Send(WriterLane lane)
    {
        var (items, bytes) = lane.Take();
        lane.InFlight++;
        var sending = new TaskCompletionSource();
        _sent.Add(sending.Task);
        _ = Task.Run(async () =>
        {
            try
            {
                await _runner.RunAsync(_table, items, default);
            }
            catch (Exception e)
            {
                foreach (var item in items.Where(item => !item.Ended))
                    item.Fail(e as HBaseException ?? new HBaseTimeoutException($"The writer's client ended: {e.Message}", e), _table);
            }
            Finish(lane, items, sending);
            _gate.Leave(bytes);
            sending.SetResult();
        });
    }

    private void Finish(WriterLane lane, List<BatchItem> items, TaskCompletionSource sending)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                if (item.Result.Failure is not { } failure)
                    continue;
                _failed++;
                if (_failures.Count < MaxFailures)
                    _failures.Add(new FailedMutation((Mutation)item.Operation!, failure));
            }
            _sent.Remove(sending.Task);
            lane.InFlight--;
            if (lane.Bytes >= _options.BatchBytes && lane.InFlight < _options.BatchesInFlight)
                Send(lane);
        }
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failed) == 0)
            return;
        lock (_lock)
        {
            var (failures, count) = (_failures, _failed);
            (_failures, _failed) = ([], 0);
            if (count > 0)
                throw new HBaseWriteException(failures, count);
        }
    }
}

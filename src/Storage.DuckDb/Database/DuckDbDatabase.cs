using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansLambda.Storage.DuckDb.Database;
using OrleansLambda.Storage.DuckDb.Log;
using OrleansLambda.Storage.DuckDb.Native;
using OrleansLambda.Storage.DuckDb.Windows;

namespace OrleansLambda.Storage.DuckDb;

/// <summary>
/// The database that all ports share: one file, owned by this process alone from <see cref="OpenAsync"/> until it is
/// disposed. Writes go through one queue and are committed in groups; reads run beside them, each on a consistent
/// snapshot, off the caller's thread.
/// </summary>
public sealed partial class DuckDbDatabase : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ILogger<DuckDbDatabase> _logger;
    private readonly DatabaseFile _file;
    private readonly WriteQueue _queue;
    private readonly LogState _log;
    private readonly WindowIndex _windows = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private WriteLoop? _loop;
    private RetentionTimer? _retention;
    private bool _disposed;

    /// <summary>A database that is not open yet.</summary>
    public DuckDbDatabase(IOptions<DuckDbOptions> options, TimeProvider time, ILogger<DuckDbDatabase> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Options, _time, _logger) = (options.Value, time, logger);
        _file = new DatabaseFile(Options);
        _queue = new WriteQueue(Options.QueueMegabytes * 1024L * 1024, Options.Linger);
        _log = new LogState(Options);
    }

    internal DuckDbOptions Options { get; }

    /// <summary>What of the log is kept in memory.</summary>
    /// <exception cref="StoreUnavailableException">The file is being opened again: what is in memory may lack a commit whose
    /// outcome is not known.</exception>
    internal LogState Log
    {
        get
        {
            ThrowIfLost();
            return _log;
        }
    }

    /// <summary>What of the windows is kept in memory.</summary>
    /// <inheritdoc cref="Log" path="/exception"/>
    internal WindowIndex Windows
    {
        get
        {
            ThrowIfLost();
            return _windows;
        }
    }

    /// <summary>Is cancelled when the connections of now are to be given back.</summary>
    internal CancellationToken SessionEnding => Loop.Session.Readers.Closing;

    /// <summary>Lets a test make transactions fail.</summary>
    internal Action<WriteMoment>? Strike { get; set; }

    /// <summary>Opens the file, and makes it where there is none. Does nothing when it is open.</summary>
    /// <exception cref="DuckDbOpenException">It cannot be opened: the message says why, and what to do.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_loop is not null)
                return;
            _file.Claim();
            try
            {
                // Opening after a crash replays the write-ahead log, which takes seconds when it is long.
                _loop = await Task.Run(() => new WriteLoop(_queue, _file, OpenSession, Options, _logger), cancellationToken);
            }
            catch (DuckDbFault fault)
            {
                _file.Release();
                throw new DuckDbOpenException($"{_file.Path} cannot be opened. DuckDB says: {fault.Message}", fault);
            }
            catch
            {
                _file.Release();
                throw;
            }
            _loop.Start();
            _retention = new RetentionTimer(this, _time, _logger);
            LogOpened(_file.Path, Log.TopicId, Log.Partitions);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes out what is queued, works the write-ahead log into the file, and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_loop is null)
                return;
            if (_retention is not null)
                await _retention.DisposeAsync();
            try
            {
                await _loop.CloseAsync();
            }
            finally
            {
                _file.Release();
            }
            LogClosed(_file.Path);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for room in the queue, then makes the write, queues it, and waits until it is durable.</summary>
    /// <remarks>The write is made only once there is room, so that nobody at the door holds a copy of anything.</remarks>
    internal async Task<T> WriteAsync<T>(long weight, Func<WriteRequest<T>> make, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfLost();
        await _queue.EnterAsync(weight, cancellationToken);
        WriteRequest<T> request;
        try
        {
            request = make();
        }
        catch
        {
            _queue.Leave(weight);
            throw;
        }
        _queue.Add(request);
        return await request.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Runs a query on another thread.</summary>
    internal async Task<T> ReadAsync<T>(Func<DuckDBConnection, T> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Task.Run(() => UseAsync(connection => Task.FromResult(query(connection)), cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken);
    }

    /// <summary>Lends a connection for as long as <paramref name="use"/> takes.</summary>
    internal async Task<T> UseAsync<T>(Func<DuckDBConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        var readers = Loop.Session.Readers;
        try
        {
            var connection = await readers.RentAsync(cancellationToken);
            try
            {
                return await use(connection);
            }
            finally
            {
                readers.Return(connection);
            }
        }
        catch (Exception exception) when (exception is DuckDbFault or DuckDbOpenException)
        {
            if (DuckDbFault.IsFatal(exception) || exception is DuckDbOpenException)
                Loop.ReportLost(exception);
            throw exception is DuckDbOpenException ? Loop.Unavailable() : DuckDbErrors.Nothing(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Loop.Unavailable();
        }
    }

    private WriteLoop Loop =>
        Volatile.Read(ref _loop) ?? throw new InvalidOperationException($"The database {_file.Path} is not open.");

    private void ThrowIfLost()
    {
        if (Loop.IsLost)
            throw Loop.Unavailable();
    }

    private Session OpenSession() => Session.Open(_file, Options, _log, _windows, _time, moment => Strike?.Invoke(moment));
}

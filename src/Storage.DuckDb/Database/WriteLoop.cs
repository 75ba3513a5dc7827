using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrleansLambda.Storage.DuckDb.Native;

namespace OrleansLambda.Storage.DuckDb.Database;

/// <summary>
/// The one thread that writes. It takes whatever waits in the queue, commits it together, and answers. A write that
/// fails on its own account fails alone: the group is undone, and its members are tried one by one. After a fatal error
/// the loop closes the file and opens it again, as often as it takes; meanwhile calls fail fast.
/// </summary>
internal sealed partial class WriteLoop
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly WriteQueue _queue;
    private readonly DatabaseFile _file;
    private readonly Func<Session> _open;
    private readonly DuckDbOptions _options;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Session? _session;
    private volatile Exception? _lost;
    private bool _checkpointFailed;

    public WriteLoop(WriteQueue queue, DatabaseFile file, Func<Session> open, DuckDbOptions options, ILogger logger)
    {
        (_queue, _file, _open, _options, _logger) = (queue, file, open, options, logger);
        _session = open();
    }

    /// <summary>The session to read from.</summary>
    /// <exception cref="StoreUnavailableException">The file is being opened again.</exception>
    public Session Session => _lost is null && Volatile.Read(ref _session) is { } session ? session : throw Unavailable();

    /// <summary>Whether calls fail fast, since the file is being opened again.</summary>
    public bool IsLost => _lost is not null;

    /// <summary>Begins to write.</summary>
    public void Start() => new Thread(Run) { Name = "DuckDB writer", IsBackground = true }.Start();

    /// <summary>Somebody saw a fatal error.</summary>
    public void ReportLost(Exception exception)
    {
        _lost ??= exception;
        _queue.Interrupt();
    }

    /// <summary>Works off what is queued, closes the file, and ends.</summary>
    public Task CloseAsync()
    {
        _queue.Close();
        _closing.TrySetResult();
        return _ended.Task;
    }

    /// <summary>What a call is told meanwhile.</summary>
    public StoreUnavailableException Unavailable() =>
        new($"The database {_file.Path} failed and is being opened again.", _lost);

    private void Run()
    {
        try
        {
            var group = new List<WriteRequest>();
            while (_queue.Take(group, _options.IdleCheckpointAfter))
            {
                if (_lost is null && group.Count > 0)
                    Commit(group);
                else if (_lost is null)
                    CheckpointWhenWorthIt();
                FailUnanswered(group);
                group.Clear();
                if (_lost is not null)
                    Reopen();
            }
            Close();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            // Nothing above is expected to throw. Calls must not wait for a thread that is gone.
            _lost ??= exception;
            LogLoopFailed(exception);
            _queue.Close();
            _ended.SetException(exception);
        }
    }

    private void Commit(List<WriteRequest> group)
    {
        var session = _session!;
        try
        {
            session.Write(group);
        }
        catch (Exception exception)
        {
            Undo(session, exception);
            if (group.Count == 1)
                Fail(group, DuckDbErrors.Nothing(exception));
            else
                CommitOneByOne(group);
            return;
        }
        try
        {
            session.Commit();
        }
        catch (Exception exception)
        {
            // A commit that DuckDB refuses it has rolled back. Of any other failure nobody knows how it ended.
            if (DuckDbFault.TypeOf(exception) == DuckDB.NET.Native.DuckDBErrorType.Transaction)
            {
                Undo(session, exception);
                Fail(group, DuckDbErrors.Nothing(exception));
                return;
            }
            _lost ??= exception;
            Fail(group, DuckDbErrors.Uncertain(exception));
            return;
        }
        foreach (var request in group)
            Answered(request, static r => r.Complete());
        group.Clear();
    }

    private void CommitOneByOne(List<WriteRequest> group)
    {
        foreach (var request in group)
        {
            List<WriteRequest> alone = [request];
            if (_lost is null)
                Commit(alone);
            FailUnanswered(alone);
        }
        group.Clear();
    }

    private void Undo(Session session, Exception reason)
    {
        try
        {
            session.Rollback();
        }
        catch (DuckDbFault fault)
        {
            _lost ??= fault;
        }
        if (DuckDbFault.IsFatal(reason))
            _lost ??= reason;
    }

    private void Fail(List<WriteRequest> group, Exception exception)
    {
        foreach (var request in group)
            Answered(request, r => r.Fail(exception));
        group.Clear();
    }

    // What a fatal error has left without an answer was not committed.
    private void FailUnanswered(List<WriteRequest> group)
    {
        if (group.Count > 0)
            Fail(group, Unavailable());
    }

    private void Answered(WriteRequest request, Action<WriteRequest> answer)
    {
        _queue.Leave(request.Weight);
        answer(request);
    }

    private void Reopen()
    {
        LogLost(_lost!, _file.Path);
        var since = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref _session, null)?.Dispose();
        for (var backoff = FirstBackoff; ; backoff = backoff * 2 < LongestBackoff ? backoff * 2 : LongestBackoff)
        {
            try
            {
                Volatile.Write(ref _session, _open());
                _lost = null;
                var elapsed = Stopwatch.GetElapsedTime(since);
                LogReopened(_file.Path, elapsed);
                return;
            }
            catch (Exception exception) when (exception is DuckDbOpenException or DuckDbFault)
            {
                LogReopeningFailed(exception, _file.Path);
                if (_closing.Task.Wait(backoff))
                    return;
            }
        }
    }

    private void CheckpointWhenWorthIt()
    {
        if (_file.LogBytes >= _options.IdleCheckpointMegabytes * 1024L * 1024)
            Checkpoint();
    }

    private void Checkpoint()
    {
        try
        {
            _session!.Checkpoint();
            _checkpointFailed = false;
        }
        catch (DuckDbFault fault)
        {
            if (DuckDbFault.IsFatal(fault))
                _lost ??= fault;
            else if (!_checkpointFailed)
                LogCheckpointFailed(fault, _file.Path);
            _checkpointFailed = true;
        }
    }

    private void Close()
    {
        if (_session is not null && _file.LogBytes > 0)
            Checkpoint();
        Interlocked.Exchange(ref _session, null)?.Dispose();
    }
}

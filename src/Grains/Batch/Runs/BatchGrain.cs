using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>
/// Sequences runs: one at a time, and those who come meanwhile share the next, which is entered in the history as soon as
/// somebody asks for it. A timer aims at midnight; a reminder wakes the grain again wherever a silo died. Neither decides what is
/// due: a run finds that in what is stored.
/// </summary>
[KeepAlive, Immovable, Reentrant]
internal sealed partial class BatchGrain(
    BatchRun batch,
    RunHistory history,
    ZonedCalendar calendar,
    LambdaMetrics metrics,
    IOptions<BatchOptions> options,
    TimeProvider time,
    ILogger<BatchGrain> logger) : Grain, IBatchGrain, IRemindable, IDisposable
{
    /// <summary>How many runs one call lists at most.</summary>
    public const int MaxListed = 1000;

    private const string ReminderName = "batch";

    // A clock that was set, or a machine that slept, is noticed within this time.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly BatchOptions _options = options.Value;
    private readonly CancellationTokenSource _stop = new();
    private PendingRun? _next;
    private Task _work = Task.CompletedTask;
    private IGrainTimer? _timer;
    private IGrainReminder? _reminder;
    private DateOnly? _settled;
    private string? _underWay;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = this.RegisterGrainTimer(OnTimerAsync, new GrainTimerCreationOptions
        {
            DueTime = Timeout.InfiniteTimeSpan,
            Period = Timeout.InfiniteTimeSpan,
            Interleave = true,
            KeepAlive = true,
        });
        if (!_options.Enabled)
            return;
        Arm();
        await RemindAsync();
    }

    /// <inheritdoc/>
    public async Task<RunStatus> RunAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null) =>
        await (await JoinAsync(trigger, from, to)).Ended;

    /// <inheritdoc/>
    public async Task<RunStatus> StartAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null) =>
        (await (await JoinAsync(trigger, from, to)).Entry).Value!;

    /// <inheritdoc/>
    public Task<RunStatus?> GetAsync(string id) => history.ReadAsync(id, _stop.Token);

    /// <inheritdoc/>
    public Task<RunStatus[]> ListAsync(string? cursor, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxListed);
        return history.ListAsync(cursor, limit, _stop.Token);
    }

    /// <inheritdoc/>
    public async Task<DateOnly?> GetBoundaryAsync() => (await batch.ReadStateAsync(_stop.Token)).Boundary;

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _ = ResumeImportsAsync();
        await ReconcileAsync();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private DateOnly Today => calendar.DateOf(time.GetUtcNow());

    private DateSet Check(DateOnly? from, DateOnly? to)
    {
        if (from is not { } first || to is not { } last)
            return DateSet.Empty;
        var range = new DateRange(first, last);
        if (range.Count == 0)
            throw new ArgumentException($"from is {first:yyyy-MM-dd}, after to, {last:yyyy-MM-dd}.");
        if (range.Count > _options.MaxRequestedDays)
            throw new ArgumentException($"{first:yyyy-MM-dd} to {last:yyyy-MM-dd} are {range.Count} days; at most {_options.MaxRequestedDays} are allowed at once.");
        return DateSet.Of([range]);
    }

    private async Task<PendingRun> JoinAsync(RunTrigger trigger, DateOnly? from, DateOnly? to)
    {
        var requested = Check(from ?? to, to ?? from);
        // Stored first: the run that is joined now has yet to begin, and reads it.
        if (!requested.IsEmpty)
            await batch.RequestAsync(requested, _stop.Token);
        var run = _next ??= new PendingRun(history.EnterAsync(trigger, time.GetUtcNow(), _underWay, _stop.Token));
        if (_work.IsCompleted)
            _work = WorkAsync();
        return run;
    }

    private async Task WorkAsync()
    {
        while (_next is { } run && !_stop.IsCancellationRequested)
        {
            // Who comes while it is being entered joins it.
            await Task.WhenAny(run.Entry);
            _next = null;
            try
            {
                var entry = await run.Entry;
                _underWay = entry.Value!.Id;
                run.Complete(await RunOneAsync(entry));
            }
            catch (Exception e)
            {
                run.Fail(e);
            }
            finally
            {
                _underWay = null;
            }
        }
        _next?.Fail(new OperationCanceledException("The silo stops; the run is made up for later."));
    }

    private async Task<RunStatus> RunOneAsync(Stored<RunStatus> entry)
    {
        var started = time.GetTimestamp();
        var status = entry.Value! with { StartedAt = time.GetUtcNow() };
        try
        {
            var result = await Task.Run(() => batch.ExecuteAsync(status.Id, status.StartedAt, _stop.Token));
            status = status with
            {
                State = WorkState.Completed,
                EndedAt = time.GetUtcNow(),
                DaysWritten = result.DaysWritten,
                TripsRead = result.TripsRead,
                EventsRead = result.EventsRead,
            };
            LogCompleted(status.Trigger, result.DaysWritten, result.TripsRead, result.EventsRead, result.Boundary, time.GetElapsedTime(started));
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            // The timer or the reminder sees to it that the work is done later.
            LogFailed(e, status.Trigger);
            status = status with { State = WorkState.Failed, EndedAt = time.GetUtcNow(), Error = e.Message };
        }
        await EndAsync(entry, status);
        metrics.Run(status.Trigger, status.DaysWritten, time.GetElapsedTime(started));
        return status;
    }

    private async Task EndAsync(Stored<RunStatus> entry, RunStatus status)
    {
        try
        {
            await history.EndAsync(entry, status, _stop.Token);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            // It stands as running, so that another one makes up for it, in vain if need be, and enters it as ended.
            LogNotEntered(e, status.Id);
        }
    }

    private async Task OnTimerAsync(CancellationToken cancellationToken)
    {
        var seen = Today;
        try
        {
            await ReconcileAsync();
            await RemindAsync();
        }
        finally
        {
            Arm(seen);
        }
    }

    // What is left to do: what is stored as due, what a run left that failed or was killed, and late events once a day. While a
    // run is under way that cannot be told; the timer comes again.
    private async Task ReconcileAsync()
    {
        if (!_work.IsCompleted)
            return;
        try
        {
            var today = Today;
            if (await history.IsLastUndoneAsync(_stop.Token) || await batch.IsAnythingDueAsync(today, _stop.Token))
                await RunAsync(RunTrigger.Midnight);
            else if (IsSettling(today))
                await SettleAsync(today);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LogNotReconciled(e);
        }
    }

    private bool IsSettling(DateOnly today) =>
        _options.SettleAfter > TimeSpan.Zero && _settled != today && time.GetUtcNow() >= calendar.RangeOf(today).From + _options.SettleAfter;

    // The day is settled once a look has succeeded, and the run that it asked for has ended.
    private async Task SettleAsync(DateOnly today)
    {
        if (await Task.Run(() => batch.IsAnythingLateAsync(today, _stop.Token)))
            await RunAsync(RunTrigger.Midnight);
        _settled = today;
    }

    // Without its reminder the grain still works while its silo lives, so a table that is down does not stop it.
    private async Task RemindAsync()
    {
        if (_reminder is not null)
            return;
        try
        {
            _reminder = await this.RegisterOrUpdateReminder(ReminderName, _options.ReminderPeriod, _options.ReminderPeriod);
        }
        catch (Exception e)
        {
            LogReminderNotRegistered(e);
        }
    }

    private async Task ResumeImportsAsync()
    {
        try
        {
            await GrainFactory.GetGrain<IImportGrain>(0).ResumeAsync();
        }
        catch (Exception e)
        {
            LogImportsNotResumed(e);
        }
    }

    // At the next moment that asks for something; at once when a day has ended while the one before was worked on.
    private void Arm(DateOnly? seen = null)
    {
        var now = time.GetUtcNow();
        var settle = calendar.RangeOf(Today).From + _options.SettleAfter;
        var due = seen < Today ? now : settle > now ? settle : calendar.NextMidnight(now);
        // A millisecond more, since timers count whole ones: one that came early would find the day not over yet.
        var sleep = due - now + TimeSpan.FromMilliseconds(1);
        _timer?.Change(sleep < LongestSleep ? sleep : LongestSleep, Timeout.InfiniteTimeSpan);
    }
}

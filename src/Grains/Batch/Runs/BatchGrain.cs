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
        // Stored first, for whichever run comes after a kill. The one that is under way may do them too; the one that is joined does them.
        if (!requested.IsEmpty)
            await batch.RequestAsync(requested, _stop.Token);
        var run = _next ??= new PendingRun(history.EnterAsync(trigger, time.GetUtcNow(), _underWay, _stop.Token));
        run.Join(requested);
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
                run.Complete(await RunOneAsync(entry, run.Requested));
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

    private async Task<RunStatus> RunOneAsync(Stored<RunStatus> entry, DateSet requested)
    {
        var started = time.GetTimestamp();
        var status = entry.Value! with { StartedAt = time.GetUtcNow() };
        try
        {
            var result = await Task.Run(() => batch.ExecuteAsync(status.Id, status.StartedAt, requested, _stop.Token));
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
}

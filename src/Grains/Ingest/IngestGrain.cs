using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace OrleansLambda.Grains.Ingest;

/// <summary>
/// Keeps <see cref="IngestWorker"/> going: a timer for the periods, and a reminder that wakes the grain on another silo
/// when its own is gone.
/// </summary>
internal sealed partial class IngestGrain(
    IngestWorker worker,
    IOptions<IngestOptions> options,
    TimeProvider time,
    ILogger<IngestGrain> logger) : Grain, IIngestGrain, IRemindable
{
    internal const string ReminderName = "ingest";

    // The shortest period that Orleans allows.
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private readonly IngestOptions _options = options.Value;
    private IngestProgress _progress = IngestProgress.None;
    private DateTimeOffset _due;
    private IGrainTimer? _timer;

    /// <inheritdoc/>
    public async Task StartAsync()
    {
        if (!_options.Enabled)
        {
            await StopAsync();
            return;
        }
        if (_timer is not null)
            return;
        await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        _timer ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(UntilNext(), Timeout.InfiniteTimeSpan) { KeepAlive = true });
        LogStarted(_options.Url!, _options.Period);
    }

    /// <inheritdoc/>
    public Task<IngestStatus> GetAsync() => Task.FromResult(_progress.Status);

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => StartAsync();

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            Note(await worker.RunAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(_progress.Status.Appended);
            return;
        }
        catch (Exception e)
        {
            if (!_progress.Status.Failing)
                LogUnexpected(e);
            Note(IngestOutcome.Failed(e.Message));
        }
        _timer?.Change(UntilNext(), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan UntilNext()
    {
        var now = time.GetUtcNow();
        _due = IngestSchedule.Next(now, _due, _progress.Failures, _options.Period, _options.MaxBackoff);
        return _due - now;
    }

    private void Note(IngestOutcome outcome)
    {
        var wasFailing = _progress.Status.Failing;
        var failures = _progress.Failures;
        _progress = _progress.With(outcome);
        if (!wasFailing && outcome.Error is { } error)
            LogFailing(error);
        else if (wasFailing && outcome.Error is null)
            LogRecovered(failures);
    }

    private async Task StopAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }
}

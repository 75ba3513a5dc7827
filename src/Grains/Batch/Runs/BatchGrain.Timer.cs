namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>When the grain acts by itself.</summary>
internal sealed partial class BatchGrain
{
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

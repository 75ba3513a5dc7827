namespace OrleansLambda.Streaming;

/// <summary>
/// Tells how a partition comes along: to the log, where to resume, and to the observer, how far it is. Neither is needed
/// for counting right, so a failure of either is told once and waits for the next turn.
/// </summary>
internal sealed partial class PartitionKeeper(PartitionServices services, PartitionReader reader, int partition)
{
    // A log may forget commits that are old, though nothing came after them.
    private static readonly TimeSpan CommitAgainAfter = TimeSpan.FromHours(1);

    private readonly ILogger _logger = services.Logger;
    private LogCommit? _committed;
    private long _committedAt;
    private long _committedTicks; // When, in UTC; both loops look at it.
    private bool _commitFailing;
    private bool _endFailing;

    /// <summary>Keeps the books until <paramref name="stopping"/>.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(
        RepeatAsync(services.Options.CommitPeriod, CommitAsync, stopping),
        RepeatAsync(services.Options.ProgressPeriod, ReportAsync, stopping));

    /// <summary>Remembers in the log how far everything is durable.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (reader.Account?.Done is not { } done)
            return;
        if (done == _committed && services.Time.GetElapsedTime(_committedAt) < CommitAgainAfter)
        {
            Volatile.Write(ref _committedTicks, services.Time.GetUtcNow().UtcTicks); // It is as good as new.
            return;
        }
        try
        {
            await services.Log.CommitAsync(partition, done, cancellationToken);
            (_committed, _committedAt) = (done, services.Time.GetTimestamp());
            Volatile.Write(ref _committedTicks, services.Time.GetUtcNow().UtcTicks);
            if (_commitFailing)
                LogCommitRecovered(partition);
            _commitFailing = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_commitFailing)
                LogCommitFailed(partition, e);
            _commitFailing = true;
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        if (reader.Account is not { } account)
            return;
        try
        {
            var since = services.Time.GetUtcNow();
            account.SawEnd(since, (await services.Log.GetRangeAsync(partition, cancellationToken)).End);
            if (_endFailing)
                LogEndRecovered(partition);
            _endFailing = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_endFailing)
                LogEndFailed(partition, e);
            _endFailing = true;
        }
        var committed = Volatile.Read(ref _committedTicks);
        services.Observer.Progressed(account.Report() with { CommittedAt = committed == 0 ? null : new DateTimeOffset(committed, TimeSpan.Zero) });
    }

    private async Task RepeatAsync(TimeSpan period, Func<CancellationToken, Task> act, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await act(stopping);
                await Task.Delay(period, services.Time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The partition is given up.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How far partition {Partition} is counted could not be committed; after a restart, events from before would come again and be recognised.")]
    private partial void LogCommitFailed(int partition, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "How far partition {Partition} is counted was committed again.")]
    private partial void LogCommitRecovered(int partition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of partition {Partition} could not be read; its lag is out of date.")]
    private partial void LogEndFailed(int partition, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The end of partition {Partition} was read again.")]
    private partial void LogEndRecovered(int partition);
}

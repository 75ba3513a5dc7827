using Microsoft.Extensions.Logging;

namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>
/// Removes, every <see cref="DuckDbOptions.TrimInterval"/>, the records that are older than
/// <see cref="DuckDbOptions.LogRetention"/> and worked off. What is not committed yet stays, however old.
/// </summary>
internal sealed partial class RetentionTimer : IAsyncDisposable
{
    // A long delete holds up all other writes; what is left over goes the next time.
    private const long MostAtOnce = 500_000;

    private readonly DuckDbDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _running;
    private bool _failing;

    public RetentionTimer(DuckDbDatabase database, TimeProvider time, ILogger logger)
    {
        (_database, _time, _logger) = (database, time, logger);
        _timer = new PeriodicTimer(database.Options.TrimInterval, time);
        _running = RunAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
            try
            {
                for (var partition = 0; partition < _database.Log.Partitions; partition++)
                    await TrimAsync(partition);
                _failing = false;
            }
            catch (Exception exception) when (exception is StoreUnavailableException or OutcomeUnknownException or ObjectDisposedException)
            {
                if (!_failing)
                    LogTrimFailed(exception);
                _failing = true;
            }
    }

    private async Task TrimAsync(int partition)
    {
        var state = _database.Log[partition];
        if (state.Commit is not { } commit || commit.TopicId != _database.Log.TopicId)
            return;
        var old = await LogQueries.FindOffsetAsync(_database, partition, _time.GetUtcNow() - _database.Options.LogRetention, CancellationToken.None);
        var earliest = Math.Min(Math.Min(old, commit.Offset), state.Range.Earliest + MostAtOnce);
        if (earliest <= state.Range.Earliest)
            return;
        await _database.WriteAsync(TrimRecords.Bytes, () => new TrimRecords(partition, earliest), CancellationToken.None);
        LogTrimmed(partition, earliest);
    }
}

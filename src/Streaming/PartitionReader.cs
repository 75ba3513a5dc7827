using System.Collections.Concurrent;

namespace OrleansLambda.Streaming;

/// <summary>
/// Reads one partition ahead of its delivery: a bounded number of reads at a time, in order, off Orleans' schedulers.
/// What goes wrong is told once and tried again; nothing is passed over in silence.
/// </summary>
#pragma warning disable CA1001 // A semaphore that is only awaited holds nothing to dispose of, and a delivery may end after the reader.
internal sealed partial class PartitionReader(PartitionServices services, int partition)
#pragma warning restore CA1001
{
    private const int LettersPerWrite = 1000;

    private readonly ConcurrentQueue<Delivery> _ready = new();
    private readonly SemaphoreSlim _free = new(services.Options.MaxReadsInFlight);
    private readonly ILogger _logger = services.Logger;
    private readonly long _epoch = services.Time.GetUtcNow().UtcTicks;
    private volatile PartitionAccount? _account;
    private int _failures;
    private bool _lost; // The position is one that the log does not have.

    /// <summary>The partition's account; null until the log has told where to start.</summary>
    public PartitionAccount? Account => _account;

    /// <summary>How much there is to deliver.</summary>
    public int Ready => _ready.Count;

    /// <summary>The next delivery to begin, or null.</summary>
    public Delivery? TakeReady() => _ready.TryDequeue(out var delivery) ? delivery : null;

    /// <summary>A delivery has ended, which is to say that its events are durably counted.</summary>
    public void Complete(Delivery delivery)
    {
        if (!delivery.Read.Delivered())
            return;
        delivery.Read.Account.Complete(delivery.Read);
        _free.Release();
    }

    /// <summary>Reads until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                if (_account is null || _lost)
                    await FindPlaceAsync(stopping);
                await ReadOnAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (OffsetOutOfRangeException e)
            {
                LogOutOfRange(partition, e.Offset, e);
                _lost = true;
            }
            catch (Exception e)
            {
                if (_failures == 0)
                    LogReadFailed(partition, e);
            }
            await Task.Delay(services.Backoff.Next(_failures++), services.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadOnAsync(CancellationToken stopping)
    {
        var account = _account!;
        await using var reader = services.Log.OpenReader(partition, account.Position);
        // The reader is bound to the topic there was when it was opened; only now is it certain that the account is of the same.
        if ((await services.Log.DescribeAsync(stopping)).TopicId != account.Partition.TopicId)
        {
            _lost = true;
            return;
        }
        while (true)
        {
            await _free.WaitAsync(stopping);
            var handedOn = false;
            try
            {
                var since = services.Time.GetUtcNow();
                var batch = await reader.ReadAsync(services.Options.MaxRecordsPerRead, stopping);
                Recovered();
                if (batch.Records.Count > 0)
                    handedOn = await HandOnAsync(account, batch, stopping);
                else
                    account.CaughtUp(since, batch.NextOffset);
                if (batch.Records.Count > 0)
                    continue;
            }
            finally
            {
                if (!handedOn)
                    _free.Release();
            }
            await Task.Delay(services.Options.PollPeriod, services.Time, stopping);
        }
    }

    // Letters first: a read whose events were counted before its letters are stored would have to be remembered as half done.
    private async Task<bool> HandOnAsync(PartitionAccount account, LogBatch batch, CancellationToken stopping)
    {
        var meaning = services.Interpreter.Interpret(account.Partition, batch.Records);
        var read = account.Begin(batch, meaning.DeadLetters.Count);
        if (meaning.DeadLetters.Count > 0)
        {
            foreach (var letters in meaning.DeadLetters.Chunk(LettersPerWrite))
                await StoreAsync(letters, stopping);
            account.LettersStored(read);
            services.Observer.DeadLettered(meaning.DeadLetters.Count);
            StreamMetrics.DeadLettered(services.Provider, meaning.DeadLetters.Count);
        }
        if (meaning.Containers.Count == 0)
        {
            account.Complete(read);
            return false;
        }
        read.Expect(meaning.Containers.Count);
        foreach (var container in meaning.Containers)
            _ready.Enqueue(new Delivery(container, read));
        return true;
    }

    private async Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken stopping)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await services.DeadLetters.StoreAsync(letters, stopping);
                if (failures > 0)
                    LogLettersRecovered(partition);
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (failures == 0)
                    LogLettersFailed(partition, e);
            }
            await Task.Delay(services.Backoff.Next(failures), services.Time, stopping);
        }
    }

    private async Task FindPlaceAsync(CancellationToken stopping)
    {
        var topicId = (await services.Log.DescribeAsync(stopping)).TopicId;
        if (_account is not { } account)
        {
            // The commit comes first: a former owner may still commit what is appended now, and that lies before an end asked for later.
            var commit = await services.Log.GetCommitAsync(partition, stopping);
            await StartAtAsync(ResumePoint.Of(topicId, await services.Log.GetRangeAsync(partition, stopping), commit), commit, stopping);
        }
        else
        {
            var range = await services.Log.GetRangeAsync(partition, stopping);
            await DrainAsync(stopping);
            if (account.Partition.TopicId != topicId || account.Position > range.End)
                await StartAtAsync(ResumePoint.Of(topicId, range, account.Done), account.Done, stopping);
            else if (account.Position < range.Earliest)
                await SkipAsync(account, range.Earliest, stopping);
        }
        _lost = false;
    }

    private async Task StartAtAsync(ResumePoint resume, LogCommit? commit, CancellationToken stopping)
    {
        if (resume.Ignored is not null)
            LogCommitIgnored(partition, commit!.Offset, commit.TopicId, resume.Ignored, resume.Commit.Offset);
        var account = new PartitionAccount(partition, resume.Commit with { Offset = resume.Commit.Offset - resume.Missed }, _epoch, services.Options.WatermarkGrace);
        if (resume.Missed > 0)
            await SkipAsync(account, resume.Commit.Offset, stopping);
        _account = account;
        LogStarted(partition, resume.Commit.Offset);
    }

    // A letter stays, under the first offset of the gap, also when the log's lines and the account are long gone.
    private async Task SkipAsync(PartitionAccount account, long offset, CancellationToken stopping)
    {
        var gap = new LogRecord(account.Position, services.Time.GetUtcNow(), default);
        await StoreAsync([DeadLetter.Of(account.Partition, gap, $"the records from here to offset {offset - 1} were removed from the log before they were read")], stopping);
        LogMissed(partition, account.Skip(offset), offset);
    }

    // What is under way is delivered under the account it was read for, before another one takes its place.
    private async Task DrainAsync(CancellationToken stopping)
    {
        for (var i = 0; i < services.Options.MaxReadsInFlight; i++)
            await _free.WaitAsync(stopping);
        _free.Release(services.Options.MaxReadsInFlight);
    }

    private void Recovered()
    {
        if (_failures > 0)
            LogReadRecovered(partition);
        _failures = 0;
    }
}

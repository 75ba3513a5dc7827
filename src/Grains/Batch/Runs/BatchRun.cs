using Microsoft.Extensions.Logging;
using OrleansLambda.Grains.Batch.Imports;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>
/// One run: claims the batch view, finds the days that are due, recomputes each whole, writes the rows, and only then remembers
/// that it did. Killed anywhere before that, the next run finds the same days due and writes the same rows. One that another has
/// claimed the batch view from replaces none of that one's rows, and remembers nothing.
/// </summary>
internal sealed partial class BatchRun(
    LogScanner scanner,
    ITripStore trips,
    IDayStore days,
    Documents documents,
    StoreRetry retry,
    ZonedCalendar calendar,
    ILogger<BatchRun> logger)
{
    private const string RequestedKey = "batch/requested";
    private const int DaysPerWrite = 256;

    /// <summary>How far earlier runs have come.</summary>
    public async Task<BatchState> ReadStateAsync(CancellationToken cancellationToken) =>
        (await ReadStoredAsync(cancellationToken)).Value!;

    /// <summary>Has the days recomputed by whichever run begins next, whatever becomes of this process; returns once that is durable.</summary>
    public async Task RequestAsync(DateSet dates, CancellationToken cancellationToken)
    {
        while (true)
        {
            var requested = await ReadRequestedAsync(cancellationToken);
            try
            {
                // Written also where it holds these days already: the run that has read it must not take them for done.
                await documents.WriteAsync(requested, requested.Value!.Union(dates), BatchJson.Default.DateSet, cancellationToken);
                return;
            }
            catch (FencedException)
            {
                // Another request, or the end of a run, came in between.
            }
        }
    }

    /// <summary>Whether days have ended since the last run, or an import has, or days were asked for. Late events are not looked for.</summary>
    public async Task<bool> IsAnythingDueAsync(DateOnly today, CancellationToken cancellationToken) =>
        !((await ReadStateAsync(cancellationToken)).Boundary >= today)
        || !(await ReadRequestedAsync(cancellationToken)).Value!.IsEmpty
        || (await UnaggregatedAsync(cancellationToken)).Exists(HasEnded);

    /// <summary>Whether a day before <paramref name="today"/> has got events that no run has seen.</summary>
    public async Task<bool> IsAnythingLateAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var log = await scanner.DescribeAsync(cancellationToken);
        var state = (await ReadStateAsync(cancellationToken)).ForTopic(log.TopicId, DateTimeOffset.MinValue);
        return !state.With(await scanner.LookAsync(state, log.Partitions, cancellationToken)).Due(today).IsEmpty;
    }

    /// <summary>
    /// Runs, as <paramref name="run"/>, which began at <paramref name="startedAt"/>. The days that are <paramref name="asked"/> for are
    /// recomputed even where an earlier run has done so since they were stored as requested.
    /// </summary>
    /// <exception cref="FencedException">Another activation ran at the same time.</exception>
    public async Task<RunResult> ExecuteAsync(string run, DateTimeOffset startedAt, DateSet asked, CancellationToken cancellationToken)
    {
        var today = calendar.DateOf(startedAt);
        var stored = await ClaimAsync(startedAt, cancellationToken);
        var log = await scanner.DescribeAsync(cancellationToken);
        var state = stored.Value!.ForTopic(log.TopicId, startedAt);
        state = state.With(await scanner.LookAsync(state, log.Partitions, cancellationToken));
        var imports = await UnaggregatedAsync(cancellationToken);
        var requested = await ReadRequestedAsync(cancellationToken);

        // Replays count by the date of their trip, which in the zone may be the day before or the day after.
        var imported = imports.Aggregate(DateSet.Empty, static (dates, import) => dates.Union(import.Value!.Dates)).Widened();
        var due = state.Due(today).Union(imported).Union(requested.Value!).Union(asked);
        var result = due.IsEmpty
            ? new RunResult(today, 0, 0, 0)
            : await RecomputeAsync(run, startedAt, today, state, due, log, cancellationToken);

        // First of all this, which fails where another run has claimed the batch view: its rows may know less of an import.
        await documents.WriteAsync(stored, state.Covering(today), BatchJson.Default.BatchState, cancellationToken);
        foreach (var import in imports.Where(HasEnded))
            await MarkAggregatedAsync(import, cancellationToken);
        if (!requested.Value!.IsEmpty)
            await ClearAsync(requested, cancellationToken);
        return result;
    }

    // What is read from here on is read after every run that wrote rows of a lower number had begun.
    private async Task<Stored<BatchState>> ClaimAsync(DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var stored = await ReadStoredAsync(cancellationToken);
        return await documents.WriteAsync(stored, stored.Value!.Claimed(startedAt), BatchJson.Default.BatchState, cancellationToken);
    }

    private async Task<Stored<BatchState>> ReadStoredAsync(CancellationToken cancellationToken)
    {
        var stored = await documents.ReadAsync(BatchState.Key, BatchJson.Default.BatchState, cancellationToken);
        return stored.Value is null ? stored with { Value = BatchState.Initial } : stored;
    }

    private async Task<Stored<DateSet>> ReadRequestedAsync(CancellationToken cancellationToken)
    {
        var stored = await documents.ReadAsync(RequestedKey, BatchJson.Default.DateSet, cancellationToken);
        return stored.Value is null ? stored with { Value = DateSet.Empty } : stored;
    }

    private async Task<RunResult> RecomputeAsync(
        string run, DateTimeOffset startedAt, DateOnly today, BatchState state, DateSet due, LogDescription log, CancellationToken cancellationToken)
    {
        var dataset = await DatasetAsync(due.Widened(), cancellationToken);
        var stream = await scanner.AddUpAsync(state, due, dataset.Keys.ToHashSet(), log.Partitions, cancellationToken);
        if ((await scanner.DescribeAsync(cancellationToken)).TopicId != log.TopicId)
            throw new StoreUnavailableException($"The topic {log.Topic} was made anew during the run.");
        var before = await RowsAsync(due, cancellationToken);

        var rows = new List<DayState>();
        foreach (var date in dataset.Keys.Where(due.Contains).Union(stream.Days.Keys).Union(before.Keys).Order())
        {
            var hasEvents = stream.Days.TryGetValue(date, out var events);
            var old = before.GetValueOrDefault(date);
            var lost = scanner.FirstAppend(date) <= stream.LostBefore || (stream.AheadLost && state.AheadDays.Contains(date));
            var row = DayRecompute.Row(date, dataset.GetValueOrDefault(date), events, old, lost, startedAt, run);
            if (lost && old is not null && old.Stream.Rides > (events?.Live.Rides ?? 0) + (events?.Replayed.Rides ?? 0))
                LogKept(date, row.Stream.Rides);
            if (DayRecompute.IsWritten(row, old, hasEvents, today))
                rows.Add(row with { Epoch = state.Epoch });
        }
        foreach (var block in rows.Chunk(DaysPerWrite))
            await retry.DoAsync("Writing days", () => days.WriteAsync(block, cancellationToken), cancellationToken);
        return new RunResult(today, rows.Count, rows.Sum(static row => row.Dataset.Rides), stream.Records);
    }

    private async Task<Dictionary<DateOnly, TripTotals>> DatasetAsync(DateSet dates, CancellationToken cancellationToken)
    {
        var totals = new Dictionary<DateOnly, TripTotals>();
        foreach (var range in dates)
        {
            var found = await retry.DoAsync("Adding up trips", () => trips.TotalsByDateAsync(range.From, range.To, cancellationToken), cancellationToken);
            foreach (var (date, sum) in found)
                totals[date] = sum;
        }
        return totals;
    }

    private async Task<Dictionary<DateOnly, DayState>> RowsAsync(DateSet dates, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<DateOnly, DayState>();
        foreach (var range in dates)
        {
            IReadOnlyList<DayState> page;
            var from = range.From;
            do
            {
                page = await retry.DoAsync("Reading days", () => days.RangeAsync(from, range.To, DaysPerWrite, cancellationToken), cancellationToken);
                foreach (var row in page)
                    rows[row.Date] = row;
                if (page.Count > 0 && page[^1].Date < range.To)
                    from = page[^1].Date.AddDays(1);
                else
                    break;
            }
            while (page.Count == DaysPerWrite);
        }
        return rows;
    }

    private async Task<List<Stored<ImportState>>> UnaggregatedAsync(CancellationToken cancellationToken)
    {
        var found = new List<Stored<ImportState>>();
        await foreach (var import in documents.AllAsync(ImportState.Prefix, BatchJson.Default.ImportState, cancellationToken))
            if (!import.Value!.Aggregated && !import.Value.Dates.IsEmpty)
                found.Add(import);
        return found;
    }

    private static bool HasEnded(Stored<ImportState> import) => import.Value!.State != WorkState.Running;

    private async Task MarkAggregatedAsync(Stored<ImportState> import, CancellationToken cancellationToken)
    {
        try
        {
            await documents.WriteAsync(import, import.Value! with { Aggregated = true }, BatchJson.Default.ImportState, cancellationToken);
        }
        catch (FencedException)
        {
            // It was started again meanwhile, and is aggregated when it has ended again.
            LogImportGoesOn(import.Value!.Id);
        }
    }

    private async Task ClearAsync(Stored<DateSet> requested, CancellationToken cancellationToken)
    {
        try
        {
            await documents.WriteAsync(requested, DateSet.Empty, BatchJson.Default.DateSet, cancellationToken);
        }
        catch (FencedException)
        {
            // More was asked for meanwhile; the next run recomputes all of it.
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Events;

namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>
/// Reads the log for the batch layer, several partitions at once: which days got events, and what they add up to. Records that
/// are no events are passed over; the speed layer keeps them as dead letters.
/// </summary>
internal sealed partial class LogScanner(
    IEventLog log,
    LogStretchReader reader,
    EventParser parser,
    ZonedCalendar calendar,
    StoreRetry retry,
    IOptions<BatchOptions> options,
    ILogger<LogScanner> logger)
{
    // Retention, or a topic made anew, may overtake a scan; it cannot do so for ever.
    private const int MaxOvertaken = 5;

    // Days of one partition's news that are held one by one before they are folded into ranges.
    private const int MaxLooseDays = 4096;

    private readonly BatchOptions _options = options.Value;

    /// <summary>What the log is now.</summary>
    public Task<LogDescription> DescribeAsync(CancellationToken cancellationToken) =>
        retry.DoAsync("Describing the log", () => log.DescribeAsync(cancellationToken), cancellationToken);

    /// <summary>Which days got events after the offsets that <paramref name="state"/> remembers.</summary>
    public Task<LogNews[]> LookAsync(BatchState state, int partitions, CancellationToken cancellationToken) =>
        ForEachAsync(partitions, partition => LookAsync(partition, state.NextOffset(partition), cancellationToken), cancellationToken);

    /// <summary>
    /// What the events below the offsets of <paramref name="state"/> add up to, on the days in <paramref name="due"/>. Replays of
    /// trips recorded on a date in <paramref name="held"/> are left out: the master dataset has them.
    /// </summary>
    public async Task<LogTotals> AddUpAsync(BatchState state, DateSet due, IReadOnlySet<DateOnly> held, int partitions, CancellationToken cancellationToken)
    {
        var parts = await ForEachAsync(partitions, partition => AddUpAsync(partition, state, due, held, cancellationToken), cancellationToken);
        var days = new Dictionary<DateOnly, DayAccumulator>();
        foreach (var (date, accumulator) in parts.SelectMany(static part => part.Days))
        {
            if (days.TryGetValue(date, out var sum))
                sum.Add(accumulator);
            else
                days[date] = accumulator;
        }
        return new LogTotals(
            days,
            parts.Sum(static part => part.Records),
            parts.Select(static part => part.LostBefore).Append(state.TopicSince).Max(),
            parts.Any(static part => part.AheadLost));
    }

    /// <summary>The earliest moment at which the log can have taken a live event of <paramref name="date"/>.</summary>
    public DateTimeOffset FirstAppend(DateOnly date)
    {
        var start = calendar.RangeOf(date).From;
        return start.UtcTicks < parser.MaxAhead.Ticks ? DateTimeOffset.MinValue : start - parser.MaxAhead;
    }

    private async Task<LogNews> LookAsync(int partition, long next, CancellationToken cancellationToken)
    {
        var range = await RangeAsync(partition, cancellationToken);
        if (next < range.Earliest)
            LogMissed(partition, next, range.Earliest);
        var days = new EventDays(calendar);
        HashSet<DateOnly> loose = [], looseAhead = [];
        DateSet found = DateSet.Empty, foundAhead = DateSet.Empty;
        long? aheadFrom = null;
        await foreach (var records in reader.ReadAsync(partition, Math.Max(next, range.Earliest), range.End, _options.RecordsPerRead, cancellationToken))
        {
            foreach (var record in records)
            {
                if (parser.TryParse(record.Value.Span, record.AppendedAt, out var ride) is not null)
                    continue;
                var date = days.DateOf(ride);
                loose.Add(date);
                if (ride.Time - record.AppendedAt <= parser.MaxAhead)
                    continue;
                looseAhead.Add(date);
                aheadFrom ??= record.Offset;
            }
            if (loose.Count > MaxLooseDays)
                Fold();
        }
        Fold();
        return new LogNews(partition, range.End, found, foundAhead, aheadFrom);

        void Fold()
        {
            found = found.Union(DateSet.Of(loose));
            foundAhead = foundAhead.Union(DateSet.Of(looseAhead));
            loose.Clear();
            looseAhead.Clear();
        }
    }

    private async Task<LogTotals> AddUpAsync(int partition, BatchState state, DateSet due, IReadOnlySet<DateOnly> held, CancellationToken cancellationToken)
    {
        var range = await RangeAsync(partition, cancellationToken);
        var from = await FindAsync(partition, FirstAppend(due.First().From), cancellationToken);
        var aheadLost = false;
        if (state.AheadFrom.TryGetValue(partition, out var ahead) && due.Any(dates => !state.AheadDays.Within(dates).IsEmpty))
        {
            from = Math.Min(from, ahead);
            aheadLost = ahead < range.Earliest;
        }
        DateTimeOffset? lostBefore = range.Earliest == 0
            ? null
            : (await reader.FirstAsync(partition, range, cancellationToken))?.AppendedAt ?? DateTimeOffset.MaxValue;

        var eventDays = new EventDays(calendar);
        var days = new Dictionary<DateOnly, DayAccumulator>();
        long read = 0;
        await foreach (var records in reader.ReadAsync(partition, Math.Max(from, range.Earliest), state.NextOffset(partition), _options.RecordsPerRead, cancellationToken))
        {
            read += records.Count;
            foreach (var record in records)
            {
                if (parser.TryParse(record.Value.Span, record.AppendedAt, out var ride) is not null)
                    continue;
                var date = eventDays.DateOf(ride);
                if (!due.Contains(date))
                    continue;
                if (!days.TryGetValue(date, out var day))
                    days[date] = day = new DayAccumulator();
                if (!ride.IsReplay || !held.Contains(EventDays.RecordedDateOf(ride)))
                    day.Add(ride.Ride.Totals, ride.IsReplay);
            }
        }
        return new LogTotals(days, read, lostBefore, aheadLost);
    }

    private async Task<T[]> ForEachAsync<T>(int partitions, Func<int, Task<T>> scan, CancellationToken cancellationToken)
    {
        var results = new T[partitions];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, partitions),
            new ParallelOptions { MaxDegreeOfParallelism = _options.LogReaders, CancellationToken = cancellationToken },
            async (partition, _) => results[partition] = await UndisturbedAsync(() => scan(partition)));
        return results;
    }

    private static async Task<T> UndisturbedAsync<T>(Func<Task<T>> scan)
    {
        for (var overtaken = 1; ; overtaken++)
        {
            try
            {
                return await scan();
            }
            catch (OffsetOutOfRangeException) when (overtaken < MaxOvertaken)
            {
                // The next scan starts from what is left.
            }
        }
    }

    private Task<LogRange> RangeAsync(int partition, CancellationToken cancellationToken) =>
        retry.DoAsync($"Asking for the range of partition {partition}", () => log.GetRangeAsync(partition, cancellationToken), cancellationToken);

    private Task<long> FindAsync(int partition, DateTimeOffset time, CancellationToken cancellationToken) =>
        retry.DoAsync($"Finding an offset of partition {partition}", () => log.FindOffsetAsync(partition, time, cancellationToken), cancellationToken);
}

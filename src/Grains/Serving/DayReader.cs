using System.Text.Json;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Batch.Runs;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Serving;

/// <summary>
/// Merges the batch view and the speed view by day: a day that the batch view has comes from it, any other from the
/// windows that start on it. A day before the boundary that has got late events since its run shows them after the
/// next run. Needs no grain, only the stores. Thread-safe.
/// </summary>
public sealed class DayReader(IDayStore days, IWindowStore windows, ICheckpointStore checkpoints, ZonedCalendar calendar)
{
    /// <summary>How many days one page holds at most.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>The days in [<paramref name="from"/>, <paramref name="to"/>] (null: without bound) that have rides, ascending, at most <paramref name="limit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not within 1 to <see cref="MaxLimit"/>.</exception>
    /// <exception cref="StoreUnavailableException">A store cannot be read now.</exception>
    public async Task<DayPage> ReadAsync(DateOnly? from, DateOnly? to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        var boundary = await ReadBoundaryAsync(cancellationToken);
        var (next, last) = (from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue);
        var found = new List<DayView>();
        // One day more than asked for tells whether there are more, and where.
        while (next <= last && found.Count <= limit)
        {
            var rows = await days.RangeAsync(next, last, limit + 1, cancellationToken);
            var horizon = rows.Count > limit ? rows[^1].Date : last;
            found.AddRange(rows.Select(static row => new DayView(row.Date, row.Totals, DaySource.Batch)).Where(static day => day.Totals.Rides > 0));
            found.AddRange(await SpeedAsync(next, horizon, rows.Select(static row => row.Date).ToHashSet(), limit + 1, cancellationToken));
            if (horizon == DateOnly.MaxValue)
                break;
            next = horizon.AddDays(1);
        }
        found.Sort(static (a, b) => a.Date.CompareTo(b.Date));
        return found.Count > limit
            ? new DayPage(found[..limit], boundary, found[limit].Date)
            : new DayPage(found, boundary, null);
    }

    /// <summary>The day of <paramref name="date"/>, or null when it has no rides.</summary>
    /// <exception cref="StoreUnavailableException">A store cannot be read now.</exception>
    public async Task<DayView?> ReadAsync(DateOnly date, CancellationToken cancellationToken = default) =>
        (await ReadAsync(date, date, 1, cancellationToken)).Days.SingleOrDefault();

    /// <summary>The first date that the batch layer has not come to yet; null before its first run.</summary>
    public async Task<DateOnly?> ReadBoundaryAsync(CancellationToken cancellationToken = default) =>
        await checkpoints.ReadAsync(BatchState.Key, cancellationToken) is { } checkpoint
            ? JsonSerializer.Deserialize(checkpoint.Document, BatchJson.Default.BatchState)!.Boundary
            : null;

    // The first days with windows, up to the limit, that are not among those that the batch view has.
    private async Task<List<DayView>> SpeedAsync(DateOnly from, DateOnly to, HashSet<DateOnly> batch, int limit, CancellationToken cancellationToken)
    {
        var found = new List<DayView>();
        var dates = await CandidatesAsync(from, to, cancellationToken);
        foreach (var block in dates.Where(date => !batch.Contains(date)).Chunk(limit))
        {
            var sums = await windows.SumAsync([.. block.Select(calendar.RangeOf)], cancellationToken);
            found.AddRange(block.Zip(sums, static (date, totals) => new DayView(date, totals, DaySource.Speed)).Where(static day => day.Totals.Rides > 0));
            if (found.Count >= limit)
                break;
        }
        return found;
    }

    // The store knows on which UTC dates windows start; a UTC date may lie on two or three dates of the zone.
    private async Task<IEnumerable<DateOnly>> CandidatesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var (start, end) = (calendar.RangeOf(from).From, calendar.RangeOf(to).To);
        if (start >= end)
            return [];
        var utcDates = await windows.DatesAsync(UtcDateOf(start), UtcDateOf(end.AddTicks(-1)), cancellationToken);
        return utcDates
            .SelectMany(DatesOn)
            .Where(date => date >= from && date <= to)
            .Distinct()
            .Order();
    }

    private IEnumerable<DateOnly> DatesOn(DateOnly utcDate)
    {
        var start = new DateTimeOffset(utcDate, TimeOnly.MinValue, TimeSpan.Zero);
        var end = start.AddDays(1).AddTicks(-1);
        if (start > EventTime.MaxValue || end < EventTime.MinValue)
            yield break;
        var last = calendar.DateOf(end < EventTime.MaxValue ? end : EventTime.MaxValue);
        for (var date = calendar.DateOf(start > EventTime.MinValue ? start : EventTime.MinValue); date <= last; date = date.AddDays(1))
        {
            yield return date;
            if (date == DateOnly.MaxValue)
                yield break;
        }
    }

    private static DateOnly UtcDateOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}

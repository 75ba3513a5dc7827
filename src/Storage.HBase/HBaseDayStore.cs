using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Calls;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase;

/// <summary>
/// The batch view as a table of one region, in which HBase changes several rows as one step. A cell's timestamp is the epoch of its
/// run, so that the put of an earlier run never becomes what is read.
/// </summary>
public sealed class HBaseDayStore(HBaseTables tables) : IDayStore
{
    private const int PageRows = 1_000;

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<DayState> days, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // In one order, so that two writers do not wait for each other's rows.
        DayState[] sorted = [.. days.OrderBy(static day => day.Date)];
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i].Date == sorted[i - 1].Date)
                throw new ArgumentException($"{sorted[i].Date:O} stands twice among the days to write.", nameof(days));
        if (sorted.Length == 0)
            return;
        var puts = Array.ConvertAll(sorted, static day => new Put(DayKey.Of(day.Date)).Add(Columns.Aggregate, Columns.Data, Columns.Fixed + day.Epoch, DayJson.Write(day)));
        await Ask.WriteAsync(() => tables.Days.MutateRegionAsync(puts, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DayState?> ReadAsync(DateOnly date, CancellationToken cancellationToken = default) => Ask.ReadAsync(
        async () => await tables.Days.GetAsync(new Get(DayKey.Of(date)).Column(Columns.Aggregate, Columns.Data), cancellationToken) is { } row ? Read(row) : null,
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DayState>> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Ask.ReadAsync<IReadOnlyList<DayState>>(
            async () =>
            {
                if (from > to)
                    return [];
                var scan = new Scan { StartRow = DayKey.Of(from), StopRow = DayKey.Of(to), IncludeStopRow = true, Limit = limit, PageRows = Math.Min(limit, PageRows) };
                var rows = tables.Days.ScanAsync(scan.Column(Columns.Aggregate, Columns.Data), cancellationToken);
                return (await rows.TakeAsync(limit)).ConvertAll(Read);
            },
            cancellationToken);
    }

    private DayState Read(HBaseRow row)
    {
        try
        {
            return DayJson.Read(DayKey.Read(row.Key.Span), row[0].Value.Span) with { Epoch = row[0].Timestamp - Columns.Fixed };
        }
        catch (Exception e) when (StoreErrors.IsUnreadable(e))
        {
            throw StoreErrors.Unreadable(tables.Days.Name, row.Key.Span, e);
        }
    }
}

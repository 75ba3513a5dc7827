using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.HBase.Calls;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;
using OrleansLambda.Storage.HBase.Windows;

namespace OrleansLambda.Storage.HBase;

/// <summary>The speed view as a table, each row fenced by its version column. Reads and writes of many grains share calls.</summary>
public sealed class HBaseWindowStore : IWindowStore, IDisposable
{
    private const int MostAtOnce = 1_024;
    private const int SumsAtOnce = 4;

    private readonly string _table;
    private readonly WindowScan _scan;
    private readonly Shared<Get, OperationResult> _reads;
    private readonly Shared<ConditionalMutation, OperationResult> _writes;

    /// <summary>The store of these tables.</summary>
    public HBaseWindowStore(HBaseTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var (table, options) = (tables.Windows, tables.Options);
        _table = table.Name;
        _scan = new WindowScan(table);
        _reads = new(MostAtOnce, options.WindowCallsInFlight, options.WindowQueue, gets => table.BatchAsync(gets));
        _writes = new(MostAtOnce, options.WindowCallsInFlight, options.WindowQueue, writes => table.CheckAndMutateAsync(writes));
    }

    /// <inheritdoc/>
    public async Task<WindowState?> ReadAsync(TumblingWindow window, CancellationToken cancellationToken = default)
    {
        var result = await _reads.AddAsync(new Get(WindowKey.Of(window)).Column(Columns.Realtime, Columns.Data), cancellationToken);
        if (result.Failure is not null)
            throw StoreErrors.OfRead(result.Failure);
        return result.Row is { } row ? Read(row) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(WindowState state, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (state.Version < 1)
            return false; // No stored version is below 0.
        var result = await _writes.AddAsync(WindowWrite.Of(state), cancellationToken);
        return result.Failure is null ? result.Applied : throw StoreErrors.OfConditional(result.Failure);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WindowState>> RangeAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return TakeAsync(() => _scan.UpAsync(from, to, limit, Documents, cancellationToken), limit, Read, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WindowState>> LatestAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return TakeAsync(() => _scan.DownAsync(before, limit, Documents, cancellationToken), limit, Read, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TumblingWindow>> OpenAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        // A window ends a whole window after its start, so those that start before the next tick but one window have ended.
        var end = time.UtcTicks <= TumblingWindow.Size.Ticks ? DateTimeOffset.MinValue : new DateTimeOffset(time.UtcTicks - TumblingWindow.Size.Ticks + 1, TimeSpan.Zero);
        return TakeAsync(
            () => _scan.UpAsync(DateTimeOffset.MinValue, end, limit, static scan => scan.Family(Columns.Open), cancellationToken), limit, ReadKey, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TripTotals>> SumAsync(IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken = default)
    {
        TimeRange[] asked = [.. ranges];
        var sums = new TripTotals[asked.Length];
        return await Ask.ReadAsync<IReadOnlyList<TripTotals>>(
            async () =>
            {
                await Parallel.ForAsync(
                    0,
                    asked.Length,
                    new ParallelOptions { MaxDegreeOfParallelism = SumsAtOnce, CancellationToken = cancellationToken },
                    async (i, stop) => sums[i] = await SumAsync(asked[i], stop));
                return sums;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> DatesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default) =>
        Ask.ReadAsync<IReadOnlyList<DateOnly>>(() => new WindowDates(_scan).ListAsync(from, to, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reads.Dispose();
        _writes.Dispose();
    }

    private static void Documents(Scan scan) => scan.Column(Columns.Realtime, Columns.Data);

    private async Task<TripTotals> SumAsync(TimeRange range, CancellationToken cancellationToken)
    {
        var sum = TripTotals.Zero;
        await foreach (var row in _scan.UpAsync(range.From, range.To, int.MaxValue, Documents, cancellationToken))
            sum = sum.Merge(Decode(row, static row => WindowJson.ReadTotals(row[0].Value.Span)));
        return sum;
    }

    private static Task<IReadOnlyList<T>> TakeAsync<T>(
        Func<IAsyncEnumerable<HBaseRow>> scan, int limit, Func<HBaseRow, T> read, CancellationToken cancellationToken) =>
        Ask.ReadAsync<IReadOnlyList<T>>(async () => (await scan().TakeAsync(limit)).ConvertAll(row => read(row)), cancellationToken);

    private WindowState Read(HBaseRow row) => Decode(row, static row => WindowJson.Read(WindowKey.Read(row.Key.Span), row[0].Value.Span));

    private TumblingWindow ReadKey(HBaseRow row) => Decode(row, static row => WindowKey.Read(row.Key.Span));

    private T Decode<T>(HBaseRow row, Func<HBaseRow, T> decode)
    {
        try
        {
            return decode(row);
        }
        catch (Exception e) when (StoreErrors.IsUnreadable(e))
        {
            throw StoreErrors.Unreadable(_table, row.Key.Span, e);
        }
    }
}

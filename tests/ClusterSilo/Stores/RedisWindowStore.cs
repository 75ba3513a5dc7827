using OrleansLambda.Grains.Speed;

namespace OrleansLambda.ClusterSilo.Stores;

/// <summary>The speed view in Redis: rows by the window's number, and the numbers in order, those of open windows once more.</summary>
public sealed class RedisWindowStore(RedisDatabase database) : IWindowStore
{
    // Versions are compared as text: a script's numbers are floating.
    private const string CompareAndSet =
        """
        if (redis.call('HGET', KEYS[2], ARGV[1]) or '0') ~= ARGV[2] then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
        redis.call('ZADD', KEYS[3], ARGV[1], ARGV[1])
        if ARGV[5] == '1' then redis.call('ZREM', KEYS[4], ARGV[1]) else redis.call('ZADD', KEYS[4], ARGV[1], ARGV[1]) end
        return 1
        """;

    private readonly RedisKey _rows = database.Key("windows");
    private readonly RedisKey _versions = database.Key("windows:versions");
    private readonly RedisKey _numbers = database.Key("windows:numbers");
    private readonly RedisKey _open = database.Key("windows:open");

    /// <inheritdoc/>
    public async Task<WindowState?> ReadAsync(TumblingWindow window, CancellationToken cancellationToken = default)
    {
        var row = await database.ReadAsync(db => db.HashGetAsync(_rows, window.Number), cancellationToken);
        return row.IsNull ? null : WindowDocument.Read(window.Number, row!);
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(WindowState state, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (state.Version < 1)
            return false;
        var written = await database.WriteAsync(
            CompareAndSet,
            [_rows, _versions, _numbers, _open],
            [state.Window.Number, state.Version - 1, state.Version, WindowDocument.Write(state), state.Final],
            cancellationToken);
        return (bool)written;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WindowState>> RangeAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await RowsAsync(await NumbersAsync(_numbers, First(from), First(to) - 1, Order.Ascending, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WindowState>> LatestAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await RowsAsync(await NumbersAsync(_numbers, long.MinValue, First(before) - 1, Order.Descending, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TumblingWindow>> OpenAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var ended = Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TumblingWindow.Size.Ticks, out var rest) - (rest < 0 ? 2 : 1);
        var numbers = await NumbersAsync(_open, long.MinValue, ended, Order.Ascending, limit, cancellationToken);
        return [.. numbers.Select(TumblingWindow.FromNumber)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TripTotals>> SumAsync(IReadOnlyList<TimeRange> ranges, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sums = new List<TripTotals>(ranges.Count);
        foreach (var range in ranges)
        {
            var rows = await RangeAsync(range.From, range.To, int.MaxValue, cancellationToken);
            sums.Add(rows.Aggregate(TripTotals.Zero, static (sum, row) => sum.Merge(row.Totals)));
        }
        return sums;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DateOnly>> DatesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default)
    {
        var numbers = await NumbersAsync(_numbers, long.MinValue, long.MaxValue, Order.Ascending, int.MaxValue, cancellationToken);
        return
        [
            .. numbers.Select(static number => DateOnly.FromDateTime(TumblingWindow.FromNumber(number).Start.UtcDateTime))
                .Where(date => date >= from && date <= to)
                .Distinct(),
        ];
    }

    // The number of the first window that starts at or after the instant.
    private static long First(DateTimeOffset instant)
    {
        var number = Math.DivRem(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TumblingWindow.Size.Ticks, out var rest);
        return rest > 0 ? number + 1 : number;
    }

    private async Task<long[]> NumbersAsync(RedisKey key, long first, long last, Order order, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The client would turn crossed borders around.
        var numbers = first > last ? [] : await database.ReadAsync(db => db.SortedSetRangeByScoreAsync(key, first, last, Exclude.None, order, 0, limit), cancellationToken);
        return Array.ConvertAll(numbers, static number => (long)number);
    }

    private async Task<IReadOnlyList<WindowState>> RowsAsync(long[] numbers, CancellationToken cancellationToken)
    {
        if (numbers.Length == 0)
            return [];
        var rows = await database.ReadAsync(db => db.HashGetAsync(_rows, Array.ConvertAll(numbers, static number => (RedisValue)number)), cancellationToken);
        return [.. numbers.Zip(rows, static (number, row) => WindowDocument.Read(number, row!))];
    }
}

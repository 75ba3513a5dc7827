namespace OrleansLambda.Conformance;

public abstract partial class WindowStoreConformance
{
    [Fact]
    public async Task Sum_GivesOneTotalForEachRange_InTheirOrder()
    {
        for (var i = 0; i < 4; i++)
            await WriteAsync(Samples.State(At(i), totals: new(1L << i, 0.1m, -0.1m, 0.000001m, 1, 0)));
        TimeRange Of(int from, int to) => new(At(from).Start, At(to).Start);

        var sums = await Port.SumAsync([Of(2, 4), Of(0, 1), Of(1, 1), Of(3, 0), Of(0, 4), Of(0, 4), new(At(1).Start + Tick, At(2).Start + Tick)]);

        Assert.Equal([12L, 1, 0, 0, 15, 15, 4], sums.Select(sum => sum.Rides));
        Assert.Equal([0.2m, 0.1m, 0, 0, 0.4m, 0.4m, 0.1m], sums.Select(sum => sum.TotalAmount));
        Assert.Equal(TripTotals.Zero, sums[2]);
        Assert.Empty(await Port.SumAsync([]));
    }

    [Fact]
    public async Task Sum_IsZero_WhereThereAreNoWindows() =>
        Assert.Equal([TripTotals.Zero], await Port.SumAsync([new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)]));

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Sum_IsWhatTheRowsAddUpTo(int seed)
    {
        var random = new Random(seed);
        var start = new DateTimeOffset(1969, 12, 31, 23, 0, 0, TimeSpan.Zero);
        DateTimeOffset Instant() => start.AddTicks(random.NextInt64(TimeSpan.FromHours(2).Ticks));
        var rows = Enumerable.Range(0, 300).Select(_ => Samples.Window(Instant())).Distinct().Select(window => Samples.State(window, 1, Samples.Totals(random))).ToArray();
        await Crowd.RunAsync(rows.Length, i => Port.TryWriteAsync(rows[i]));
        for (var i = 0; i < rows.Length; i += 3)
        {
            rows[i] = rows[i] with { Version = 2, Totals = Samples.Totals(random) };
            await WriteAsync(rows[i]);
        }
        TimeRange[] ranges = [.. Enumerable.Range(0, 50).Select(_ => new TimeRange(Instant(), Instant())), new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)];

        var sums = await Port.SumAsync(ranges);

        Assert.Equal(ranges.Select(range => rows.Where(row => row.Window.Start >= range.From && row.Window.Start < range.To)
            .Aggregate(TripTotals.Zero, (sum, row) => sum.Merge(row.Totals))), sums);
    }

    [Fact]
    public async Task Sum_KeepsEveryDigit_OfLargeAndSmallNumbers()
    {
        var large = new TripTotals(long.MaxValue - 1, Samples.LargestSum - 0.000001m, 0.000001m, -Samples.LargestSum, 1_000_000_000_000.000001m, long.MaxValue - 1);
        var small = new TripTotals(1, 0.000001m, 0.000001m, 0.000001m, 0.000001m, 1);
        await WriteAsync(Samples.State(At(0), totals: large));
        await WriteAsync(Samples.State(At(1), totals: small));

        Assert.Equal([large.Merge(small)], await Port.SumAsync([new(Noon, Noon.AddDays(1))]));
    }
}

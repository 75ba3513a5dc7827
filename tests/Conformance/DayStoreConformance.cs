namespace OrleansLambda.Conformance;

/// <summary>The suite of <see cref="IDayStore"/>.</summary>
public abstract class DayStoreConformance : PortConformance<IDayStore>
{
    private static readonly DateOnly First = new(2024, 1, 30);
    private static readonly DateTimeOffset ComputedAt = new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(1_234_567);

    [Fact]
    public async Task Read_GivesNull_WhereNothingWasWritten()
    {
        await Port.WriteAsync([Day(0)]);

        Assert.Null(await Port.ReadAsync(First.AddDays(1)));
    }

    [Fact]
    public async Task Days_KeepEveryField_AfterReopening()
    {
        DayState[] days =
        [
            new(DateOnly.MinValue, Samples.ExtremeTotals[0], Samples.ExtremeTotals[1], ComputedAt, "run") { Epoch = 253_402_300_799_999 },
            new(new(1969, 12, 31), Samples.ExtremeTotals[1], Samples.ExtremeTotals[2], DateTimeOffset.UnixEpoch, "ü€😀 'it\"s' \\") { Replayed = Samples.ExtremeTotals[3] },
            new(First, Samples.ExtremeTotals[2], Samples.ExtremeTotals[3], ComputedAt.AddMicroseconds(-1), "") { Replayed = Samples.ExtremeTotals[1] },
            new(DateOnly.MaxValue, Samples.ExtremeTotals[3], Samples.ExtremeTotals[0], ComputedAt.AddYears(100), new string('r', 200)),
        ];
        await Port.WriteAsync([days[2], days[0], days[3], days[1]]);

        await ReopenAsync();

        Assert.Equal(days, await Port.RangeAsync(DateOnly.MinValue, DateOnly.MaxValue, 100));
        foreach (var day in days)
            Assert.Equal(day, await Port.ReadAsync(day.Date));
    }

    [Fact]
    public async Task Write_ReplacesRowsOfItsDates_AndNoOthers()
    {
        await Port.WriteAsync([Day(0), Day(1), Day(2)]);

        await Port.WriteAsync([Day(1, "later"), Day(3, "later")]);

        Assert.Equal([Day(0), Day(1, "later"), Day(2), Day(3, "later")], await RangeAsync(0, 9));
    }

    [Fact]
    public async Task Write_ChangesNothing_WhenItIsDoneAgain()
    {
        await Port.WriteAsync([Day(0), Day(1)]);
        await Port.WriteAsync([Day(0), Day(1)]);

        Assert.Equal([Day(0), Day(1)], await RangeAsync(0, 9));
    }

    [Fact]
    public async Task Write_DoesNotReplaceTheRow_OfALaterRun()
    {
        await Port.WriteAsync([Day(0, "first"), Day(1, "second", epoch: 2), Day(2, "third", epoch: 3)]);

        await Port.WriteAsync([Day(0, "again", epoch: 2), Day(1, "again", epoch: 2), Day(2, "again", epoch: 2), Day(3, "again", epoch: 2)]);
        await ReopenAsync();

        Assert.Equal([Day(0, "again", epoch: 2), Day(1, "again", epoch: 2), Day(2, "third", epoch: 3), Day(3, "again", epoch: 2)], await RangeAsync(0, 9));
        await Port.WriteAsync([Day(2, "fourth", epoch: 4)]);
        Assert.Equal(Day(2, "fourth", epoch: 4), await Port.ReadAsync(First.AddDays(2)));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Row_IsThatOfTheLatestRun_WhenManyWriteAtOnce()
    {
        await Crowd.RunAsync(20, i => Port.WriteAsync([Day(0, $"run {i}", epoch: i)]));

        Assert.Equal(Day(0, "run 19", epoch: 19), await Port.ReadAsync(First));
    }

    [Fact]
    public async Task Write_IsRefusedWhole_WhenADateStandsTwice()
    {
        await Port.WriteAsync([Day(0)]);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Port.WriteAsync([Day(0, "later"), Day(1, "later"), Day(2, "later"), Day(1, "later still")]));

        Assert.Equal([Day(0)], await RangeAsync(0, 9));
    }

    [Fact]
    public async Task Write_ChangesNothing_WithoutDays()
    {
        await Port.WriteAsync([]);

        Assert.Empty(await Port.RangeAsync(DateOnly.MinValue, DateOnly.MaxValue, 100));
    }

    [Fact]
    public async Task Range_IncludesBothEnds_UpToItsLimit()
    {
        await Port.WriteAsync([Day(4), Day(0), Day(3), Day(1)]);

        Assert.Equal([Day(1), Day(3)], await RangeAsync(1, 3));
        Assert.Equal([Day(1), Day(3)], await RangeAsync(1, 3, limit: 2));
        Assert.Equal([Day(0), Day(1)], await RangeAsync(0, 4, limit: 2));
        Assert.Equal([Day(3)], await RangeAsync(3, 3));
        Assert.Equal([], await RangeAsync(2, 2));
        Assert.Equal([], await RangeAsync(4, 0));
        Assert.Equal([Day(0), Day(1), Day(3), Day(4)], await Port.RangeAsync(DateOnly.MinValue, DateOnly.MaxValue, int.MaxValue));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Write_TakesManyYears_AtOnce()
    {
        var days = Enumerable.Range(0, 5_000).Select(i => Day(i)).ToArray();

        await Port.WriteAsync(days);

        Assert.Equal(days, await Port.RangeAsync(DateOnly.MinValue, DateOnly.MaxValue, 10_000));
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Writes_AllTakeEffect_WhenManyWriteAtOnce()
    {
        await Crowd.RunAsync(20, i => Port.WriteAsync([Day(i), Day(100, $"run {i}")]));

        var days = await Port.RangeAsync(DateOnly.MinValue, DateOnly.MaxValue, 100);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => Day(i)), days.Take(20));
        Assert.Contains(days.Skip(20).Single(), Enumerable.Range(0, 20).Select(i => Day(100, $"run {i}")));
    }

    [Fact]
    public async Task Call_DoesNothing_WhenItIsCancelledAlready()
    {
        await Refusal.OfCancelledAsync(token => Port.WriteAsync([Day(0)], token));
        await Refusal.OfCancelledAsync(token => Port.ReadAsync(First, token));
        await Refusal.OfCancelledAsync(token => Port.RangeAsync(First, First, 1, token));

        Assert.Null(await Port.ReadAsync(First));
    }

    [Fact]
    public Task Limit_IsRefused_BelowOne() => Refusal.OfLimitsBelowOneAsync(limit => RangeAsync(0, 9, limit));

    private static DayState Day(int number, string run = "run", long epoch = 0) =>
        new(First.AddDays(number), Samples.Totals(new Random(number)), Samples.Totals(new Random(-number - 1)), ComputedAt, run) { Epoch = epoch };

    private Task<IReadOnlyList<DayState>> RangeAsync(int from, int to, int limit = 100) =>
        Port.RangeAsync(First.AddDays(from), First.AddDays(to), limit);
}

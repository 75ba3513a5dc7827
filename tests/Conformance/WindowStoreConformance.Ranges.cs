namespace OrleansLambda.Conformance;

public abstract partial class WindowStoreConformance
{
    [Fact]
    public async Task Range_IncludesItsStart_AndNotItsEnd()
    {
        await WriteRowsAsync(0, 1, 2, 3);
        async Task<IEnumerable<int>> In(DateTimeOffset from, DateTimeOffset to) => Numbers(await Port.RangeAsync(from, to, 100));

        Assert.Equal([1, 2], await In(At(1).Start, At(3).Start));
        Assert.Equal([2], await In(At(1).Start + Tick, At(3).Start));
        Assert.Equal([1, 2, 3], await In(At(1).Start - Tick, At(3).Start + Tick));
        Assert.Equal([1], await In(At(1).Start, At(1).Start + Tick));
        Assert.Equal([], await In(At(1).Start, At(1).Start));
        Assert.Equal([], await In(At(1).Start + Tick, At(1).End));
        Assert.Equal([], await In(At(3).Start, At(1).Start));
        Assert.Equal([0, 1, 2, 3], await In(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Equal([], await In(DateTimeOffset.MaxValue, DateTimeOffset.MinValue));
        Assert.Equal([1, 2], await In(At(1).Start.ToOffset(TimeSpan.FromHours(-8)), At(3).Start.ToOffset(TimeSpan.FromHours(14))));
    }

    [Fact]
    public async Task Range_GivesTheFirst_UpToItsLimit()
    {
        await WriteRowsAsync(3, 0, 2, 1);

        Assert.Equal([0, 1], Numbers(await Port.RangeAsync(Noon, DateTimeOffset.MaxValue, 2)));
        Assert.Equal([0, 1, 2, 3], Numbers(await Port.RangeAsync(Noon, DateTimeOffset.MaxValue, 4)));
        Assert.Equal([0, 1, 2, 3], Numbers(await Port.RangeAsync(Noon, DateTimeOffset.MaxValue, int.MaxValue)));
    }

    [Fact]
    public async Task Range_IsInTheOrderOfTime_AcrossTheEpochAndTheEndsOfTime()
    {
        TumblingWindow[] windows =
        [
            Samples.Window(EventTime.MinValue), Samples.Window(DateTimeOffset.UnixEpoch.AddDays(-1)), Samples.Window(DateTimeOffset.UnixEpoch - Tick),
            Samples.Window(DateTimeOffset.UnixEpoch), At(0), Samples.Window(EventTime.MaxValue),
        ];
        foreach (var window in windows.Reverse())
            await WriteAsync(Samples.State(window));

        Assert.Equal(windows, (await Port.RangeAsync(EventTime.MinValue, EventTime.MaxValue, 100)).Select(state => state.Window));
        Assert.Equal(windows.Reverse(), (await Port.LatestAsync(EventTime.MaxValue, 100)).Select(state => state.Window));
        Assert.Equal(windows, await Port.OpenAsync(DateTimeOffset.MaxValue, 100));
        Assert.Equal(windows[1..3], (await Port.RangeAsync(windows[1].Start, DateTimeOffset.UnixEpoch, 100)).Select(state => state.Window));
    }

    [Fact]
    public async Task Latest_GivesTheLastBeforeAnInstant_Descending()
    {
        await WriteRowsAsync(2, 0, 3, 1);
        async Task<IEnumerable<int>> Before(DateTimeOffset before, int limit) => Numbers(await Port.LatestAsync(before, limit));

        Assert.Equal([3, 2], await Before(DateTimeOffset.MaxValue, 2));
        Assert.Equal([3, 2, 1, 0], await Before(DateTimeOffset.MaxValue, 100));
        Assert.Equal([1, 0], await Before(At(2).Start, 100));
        Assert.Equal([2, 1], await Before(At(2).Start + Tick, 2));
        Assert.Equal([], await Before(At(0).Start, 100));
        Assert.Equal([], await Before(DateTimeOffset.MinValue, 100));
    }

    [Fact]
    public async Task Open_GivesWindowsThatHaveEnded_AndAreNotFinal()
    {
        await WriteAsync(Samples.State(At(0)));
        await WriteAsync(Samples.State(At(1), final: true));
        await WriteAsync(Samples.State(At(2)));
        await WriteAsync(Samples.State(At(3)));

        Assert.Equal([], await Port.OpenAsync(At(0).End - Tick, 100));
        Assert.Equal([At(0)], await Port.OpenAsync(At(0).End, 100));
        Assert.Equal([At(0)], await Port.OpenAsync(At(2).End - Tick, 100));
        Assert.Equal([At(0), At(2)], await Port.OpenAsync(At(2).End, 100));
        Assert.Equal([At(0), At(2)], await Port.OpenAsync(At(3).End - Tick, 100));
        Assert.Equal([At(0), At(2)], await Port.OpenAsync(DateTimeOffset.MaxValue, 2));
        Assert.Equal([At(0), At(2), At(3)], await Port.OpenAsync(DateTimeOffset.MaxValue, 100));
        Assert.Equal([], await Port.OpenAsync(DateTimeOffset.MinValue, 100));
    }

    [Fact]
    public async Task Open_NoLongerGivesAWindow_OnceItIsFinal()
    {
        await WriteRowsAsync(0, 1);
        await WriteAsync(Samples.State(At(0), 2, final: true));

        Assert.Equal([At(1)], await Port.OpenAsync(DateTimeOffset.MaxValue, 100));
        await ReopenAsync();
        Assert.Equal([At(1)], await Port.OpenAsync(DateTimeOffset.MaxValue, 100));
    }

    [Fact]
    public async Task Dates_AreThoseOnWhichWindowsStart_InUtc()
    {
        DateTimeOffset[] starts =
        [
            new(1969, 12, 31, 23, 59, 50, TimeSpan.Zero), new(2024, 1, 15, 0, 0, 0, TimeSpan.Zero), new(2024, 1, 15, 23, 59, 50, TimeSpan.Zero),
            new(2024, 1, 17, 23, 59, 50, TimeSpan.Zero),
        ];
        foreach (var start in starts.Reverse())
            await WriteAsync(Samples.State(Samples.Window(start)));
        DateOnly[] dates = [new(1969, 12, 31), new(2024, 1, 15), new(2024, 1, 17)];

        Assert.Equal(dates, await Port.DatesAsync(DateOnly.MinValue, DateOnly.MaxValue));
        Assert.Equal(dates, await Port.DatesAsync(dates[0], dates[2]));
        Assert.Equal([dates[1]], await Port.DatesAsync(dates[0].AddDays(1), dates[2].AddDays(-1)));
        Assert.Equal([], await Port.DatesAsync(new(2024, 1, 16), new(2024, 1, 16)));
        Assert.Equal([], await Port.DatesAsync(dates[2], dates[0]));
    }

    private static IEnumerable<int> Numbers(IEnumerable<WindowState> states) =>
        states.Select(state => (int)(state.Window.Number - At(0).Number));

    private async Task WriteRowsAsync(params int[] numbers)
    {
        foreach (var number in numbers)
            await WriteAsync(Samples.State(At(number)));
    }
}

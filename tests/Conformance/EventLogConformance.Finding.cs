namespace OrleansLambda.Conformance;

public abstract partial class EventLogConformance
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public async Task Find_GivesTheEnd_WhereThereAreNoRecords()
    {
        var end = (await Port.GetRangeAsync(0)).End;

        Assert.Equal(end, await Port.FindOffsetAsync(0, DateTimeOffset.MinValue));
        Assert.Equal(end, await Port.FindOffsetAsync(0, DateTimeOffset.UnixEpoch));
        Assert.Equal(end, await Port.FindOffsetAsync(0, DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Find_GivesTheFirstRecordAtOrAfterTheTime_AtEveryBorder()
    {
        var records = await AppendOverTimeAsync();
        var end = (await Port.GetRangeAsync(0)).End;
        long First(DateTimeOffset time) => records.Find(record => record.AppendedAt >= time) is { Value.Length: > 0 } found ? found.Offset : end;

        foreach (var time in records.Select(record => record.AppendedAt).Distinct())
            foreach (var asked in (DateTimeOffset[])[time - Tick, time, time + Tick, time.ToOffset(TimeSpan.FromHours(5))])
                Assert.Equal((asked, First(asked)), (asked, await Port.FindOffsetAsync(0, asked)));
    }

    [Fact]
    public async Task Find_GivesTheFirstRecordOrTheEnd_AtTheEndsOfTime()
    {
        var records = await AppendOverTimeAsync();
        var end = (await Port.GetRangeAsync(0)).End;

        Assert.Equal(records[0].Offset, await Port.FindOffsetAsync(0, DateTimeOffset.MinValue));
        Assert.Equal(records[0].Offset, await Port.FindOffsetAsync(0, DateTimeOffset.UnixEpoch));
        Assert.Equal(end, await Port.FindOffsetAsync(0, records[^1].AppendedAt + Tick));
        Assert.Equal(end, await Port.FindOffsetAsync(0, DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Find_GivesTheSame_AfterReopening()
    {
        var records = await AppendOverTimeAsync();
        var middle = records[records.Count / 2].AppendedAt;
        var before = await Port.FindOffsetAsync(0, middle);

        await ReopenAsync();

        Assert.Equal(before, await Port.FindOffsetAsync(0, middle));
    }

    [Fact]
    public async Task Find_LooksAtItsPartitionAlone()
    {
        await Port.AppendAsync(0, "a");
        await LetTimePassAsync();
        await Port.AppendAsync(1, "x");
        var time = (await Port.ReadAllAsync(1))[0].AppendedAt;

        Assert.Equal((await Port.GetRangeAsync(0)).End, await Port.FindOffsetAsync(0, time));
        Assert.Equal((await Port.GetRangeAsync(1)).Earliest, await Port.FindOffsetAsync(1, time));
    }

    [Fact]
    public async Task Find_GivesWhatRetentionHasLeft()
    {
        var records = await AppendOverTimeAsync();
        Assert.SkipUnless(await TryTrimAsync(0, records[3].Offset), CannotBeDone);

        Assert.Equal(records[3].Offset, await Port.FindOffsetAsync(0, records[0].AppendedAt));
        Assert.Equal(records[^1].Offset, await Port.FindOffsetAsync(0, records[^2].AppendedAt + Tick));
    }

    // Two records at each of five times, but for the last, at which there is one.
    private async Task<List<LogRecord>> AppendOverTimeAsync()
    {
        for (var i = 0; i < 4; i++)
        {
            await Port.AppendAsync(0, "one", "two");
            await LetTimePassAsync();
        }
        await Port.AppendAsync(0, "last");
        return await Port.ReadAllAsync(0);
    }
}

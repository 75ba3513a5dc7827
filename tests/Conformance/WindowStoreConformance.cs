namespace OrleansLambda.Conformance;

/// <summary>The suite of <see cref="IWindowStore"/>.</summary>
public abstract partial class WindowStoreConformance : PortConformance<IWindowStore>
{
    private static readonly DateTimeOffset Noon = new(2024, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>Windows where times are negative, least, greatest, and ordinary.</summary>
    public static TheoryData<string> Borders =>
    [
        "0001-01-02T00:00:00Z", "0001-01-02T00:00:10Z", "1969-12-31T23:59:50Z", "1970-01-01T00:00:00Z",
        "2024-02-29T23:59:50Z", "9999-12-30T23:59:50Z",
    ];

    [Fact]
    public async Task Read_GivesNull_WhereNothingWasWritten()
    {
        await WriteAsync(Samples.State(At(0)));

        Assert.Null(await Port.ReadAsync(At(1)));
        Assert.Null(await Port.ReadAsync(At(-1)));
    }

    [Theory]
    [MemberData(nameof(Borders))]
    public async Task Row_ComesBackAsWritten_AtEveryBorderOfTime(string key)
    {
        Assert.True(TumblingWindow.TryParse(key, out var window), $"{key} is not a window.");
        var state = Samples.State(window, totals: Samples.Totals(new Random(1)));

        await WriteAsync(state);
        await ReopenAsync();

        Assert.Equal(state, await Port.ReadAsync(window));
        Assert.Equal([state], await Port.RangeAsync(window.Start, window.End, 10));
        Assert.Equal([state], await Port.LatestAsync(window.Start + Tick, 10));
        Assert.Equal([window], await Port.OpenAsync(window.End, 10));
        Assert.Equal([state.Totals], await Port.SumAsync([new(window.Start, window.End)]));
        var date = DateOnly.FromDateTime(window.Start.UtcDateTime);
        Assert.Equal([date], await Port.DatesAsync(date, date));
    }

    [Fact]
    public async Task Row_KeepsEveryField()
    {
        var flags = from final in (bool[])[false, true] from amended in (bool[])[false, true] select (final, amended);
        var states = Samples.ExtremeTotals
            .SelectMany(totals => flags, (totals, flag) => (totals, flag.final, flag.amended))
            .Select((row, i) => new WindowState(At(i), row.totals, HighWaterMarks.None.With(new("t", i), i), 1, row.final, row.amended))
            .ToArray();

        foreach (var state in states)
            await WriteAsync(state);
        await ReopenAsync();

        Assert.Equal(states, await Port.RangeAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 100));
        foreach (var state in states)
            Assert.Equal(state, await Port.ReadAsync(state.Window));
    }

    [Fact]
    public async Task Row_KeepsHighWaterMarks_OfManyPartitionsAndOddTopics()
    {
        string[] topics = ["", "a", "a/b", "/", "ü€😀", "it's", "\"quoted\"", "back\\slash", "100%_", "{\"json\":1}", "line\nbreak", "xZK2fB3pQ0-Tn_9"];
        var marks = HighWaterMarks.From(
            from topic in topics
            from partition in (int[])[0, 1, 10, int.MaxValue]
            select KeyValuePair.Create(new PartitionId(topic, partition), partition == 1 ? long.MaxValue : partition * 3L));
        var state = Samples.State(At(0)) with { High = marks };

        await WriteAsync(state);
        await ReopenAsync();

        var stored = await Port.ReadAsync(At(0));
        Assert.Equal(topics.Length * 4, stored?.High.Count());
        Assert.Equal(state, stored);
    }

    [Fact]
    public async Task Row_IsReplacedWhole_ByItsNextVersion()
    {
        var random = new Random(2);
        var first = Samples.State(At(0), 1, Samples.Totals(random)) with { High = HighWaterMarks.None.With(new("t", 0), 5) };
        var second = new WindowState(At(0), Samples.Totals(random), HighWaterMarks.None.With(new("u", 1), 7), 2, Final: true, Amended: true);

        await WriteAsync(first);
        await WriteAsync(second);

        Assert.Equal(second, await Port.ReadAsync(At(0)));
        Assert.Equal([second], await Port.LatestAsync(DateTimeOffset.MaxValue, 10));
    }

    [Fact]
    public async Task Call_DoesNothing_WhenItIsCancelledAlready()
    {
        await WriteAsync(Samples.State(At(0)));

        await Refusal.OfCancelledAsync(token => Port.ReadAsync(At(0), token));
        await Refusal.OfCancelledAsync(token => Port.TryWriteAsync(Samples.State(At(0), version: 2), token));
        await Refusal.OfCancelledAsync(token => Port.TryWriteAsync(Samples.State(At(1)), token));
        await Refusal.OfCancelledAsync(token => Port.RangeAsync(Noon, Noon, 1, token));
        await Refusal.OfCancelledAsync(token => Port.LatestAsync(Noon, 1, token));
        await Refusal.OfCancelledAsync(token => Port.OpenAsync(Noon, 1, token));
        await Refusal.OfCancelledAsync(token => Port.SumAsync([new(Noon, Noon)], token));
        await Refusal.OfCancelledAsync(token => Port.DatesAsync(DateOnly.MinValue, DateOnly.MaxValue, token));

        Assert.Equal([Samples.State(At(0))], await Port.LatestAsync(DateTimeOffset.MaxValue, 10));
    }

    [Fact]
    public async Task Limit_IsRefused_BelowOne()
    {
        await Refusal.OfLimitsBelowOneAsync(limit => Port.RangeAsync(Noon, Noon.AddDays(1), limit));
        await Refusal.OfLimitsBelowOneAsync(limit => Port.LatestAsync(Noon, limit));
        await Refusal.OfLimitsBelowOneAsync(limit => Port.OpenAsync(Noon, limit));
    }

    // Windows are counted from noon.
    private static TumblingWindow At(int number) => Samples.Window(Noon + (number * TumblingWindow.Size));

    private async Task WriteAsync(WindowState state) =>
        Assert.True(await Port.TryWriteAsync(state), $"Version {state.Version} of {state.Window} was not written.");
}

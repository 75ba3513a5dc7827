namespace OrleansLambda.Laws.Time;

public sealed class TumblingWindowTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void Window_HoldsItsTime_AndIsTenSecondsLong() =>
        Any.EventTime.Sample(
            time =>
            {
                var window = TumblingWindow.Of(time);
                Assert.True(window.Start <= time && time < window.End && window.Contains(time), $"{window} does not hold {time:O}.");
                Assert.Equal(TimeSpan.FromSeconds(10), window.End - window.Start);
                Assert.Equal(0, window.Start.Ticks % TimeSpan.FromSeconds(10).Ticks);
                Assert.Equal(TimeSpan.Zero, window.Start.Offset);
            },
            iter: 20_000);

    [Fact]
    public void Window_IsTheSame_WhateverTheOffsetOfItsTime() =>
        Gen.Select(Any.EventTime, Gen.Int[-14 * 60, 14 * 60])
            .Where((time, minutes) => EventTime.IsInRange(time.AddMinutes(minutes)))
            .Sample((time, minutes) => TumblingWindow.Of(time.ToOffset(TimeSpan.FromMinutes(minutes))) == TumblingWindow.Of(time));

    [Fact]
    public void Number_IsTheFloor_OnBothSidesOfTheEpoch() =>
        Any.EventTime.Sample(
            time => TumblingWindow.Of(time).Number == (long)Math.Floor((time.Ticks - DateTimeOffset.UnixEpoch.Ticks) / 100_000_000m),
            iter: 20_000);

    [Fact]
    public void Windows_AreGapless_AndDoNotOverlap() =>
        Any.Window.Sample(
            window =>
            {
                var next = TumblingWindow.FromNumber(window.Number + 1);
                Assert.Equal(window.End, next.Start);
                Assert.Equal(window, TumblingWindow.Of(window.Start));
                Assert.Equal(window, TumblingWindow.Of(window.End - Tick));
                Assert.False(window.Contains(window.End));
                Assert.False(window.Contains(window.Start - Tick));
                if (EventTime.IsInRange(window.End))
                    Assert.Equal(next, TumblingWindow.Of(window.End));
            },
            iter: 20_000);

    [Fact]
    public void Key_AndParse_AreInverse() =>
        Any.Window.Sample(
            window =>
            {
                Assert.True(TumblingWindow.TryParse(window.Key, out var parsed), $"{window.Key} was not read.");
                Assert.Equal(window, parsed);
                Assert.Equal(window.Key, window.ToString());
            },
            iter: 20_000);

    [Fact]
    public void Keys_AreInTheOrderOfTime() =>
        Gen.Select(Any.Window, Any.Window).Sample(
            (a, b) => Math.Sign(string.CompareOrdinal(a.Key, b.Key)) == a.Number.CompareTo(b.Number),
            iter: 20_000);

    [Fact]
    public void Text_IsRefused_UnlessItIsTheStartOfAWindow() =>
        Any.EventTime.Sample(
            time => TumblingWindow.TryParse(EventTime.Format(time), out var window) == (TumblingWindow.Of(time).Start == time)
                && (window == default || window.Start == time || TumblingWindow.Of(time) == window),
            iter: 20_000);

    [Fact]
    public void Text_IsRefusedWithoutAnException_WhateverItIs() =>
        Gen.String.Sample(text => !TumblingWindow.TryParse(text, out _), iter: 5_000);

    [Theory]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:50Z", -1)]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", 0)]
    [InlineData("1969-12-31T23:59:50Z", "1969-12-31T23:59:50Z", -1)]
    [InlineData("1969-12-31T23:59:49.9999999Z", "1969-12-31T23:59:40Z", -2)]
    [InlineData("2024-01-01T00:57:55Z", "2024-01-01T00:57:50Z", 170_407_067)]
    public void Window_OfAKnownTime_HasAKnownKey(string time, string key, long number)
    {
        var window = TumblingWindow.Of(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal((key, number), (window.Key, window.Number));
    }

    [Fact]
    public void Windows_AtTheEndsOfTheRange_CanBeWrittenDown()
    {
        Assert.Equal("0001-01-02T00:00:00Z", TumblingWindow.Of(EventTime.MinValue).Key);
        Assert.Equal("9999-12-30T23:59:50Z", TumblingWindow.Of(EventTime.MaxValue).Key);
        Assert.Equal(EventTime.MaxValue + Tick, TumblingWindow.Of(EventTime.MaxValue).End);
    }

    [Fact]
    public void Time_OutsideTheRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TumblingWindow.Of(EventTime.MinValue - Tick));
        Assert.Throws<ArgumentOutOfRangeException>(() => TumblingWindow.Of(EventTime.MaxValue + Tick));
        Assert.Throws<ArgumentOutOfRangeException>(() => TumblingWindow.Of(DateTimeOffset.MinValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => TumblingWindow.Of(DateTimeOffset.MaxValue));
    }
}

using CsCheck;

namespace OrleansLambda.Batch.Tests.Laws;

public sealed class DateSetTests
{
    private static readonly Gen<DateOnly> Day = Gen.Int[0, 400].Select(DateOnly.FromDayNumber);

    private static readonly Gen<DateOnly[]> Days = Day.Array[0, 60];

    [Fact]
    public void Set_HoldsExactlyWhatWasPutIn_BelowItsBound() =>
        Gen.Select(Days, Days).Sample((a, b) =>
        {
            var set = DateSet.Of(a).Union(DateSet.Of(b));
            var expected = a.Concat(b).ToHashSet();
            return Enumerable.Range(0, 402).Select(DateOnly.FromDayNumber).All(date => set.Contains(date) == expected.Contains(date))
                && set.Dates == expected.Count
                && set.Contains(DateSet.Of(a)) && set.Contains(DateSet.Of(b));
        });

    [Fact]
    public void Ranges_RiseAndDoNotTouch_Always() =>
        Days.Sample(days => DateSet.Of(days).Zip(DateSet.Of(days).Skip(1)).All(pair => pair.First.To.DayNumber + 1 < pair.Second.From.DayNumber));

    [Fact]
    public void Union_IsCommutativeAndIdempotent_Always() =>
        Gen.Select(Days, Days).Sample((a, b) =>
        {
            var (x, y) = (DateSet.Of(a), DateSet.Of(b));
            return x.Union(y).Equals(y.Union(x)) && x.Union(x).Equals(x) && x.Union(DateSet.Empty).Equals(x);
        });

    [Fact]
    public void Within_KeepsWhatLiesInTheRange_Always() =>
        Gen.Select(Days, Day, Day).Sample((days, from, to) =>
            DateSet.Of(days).Within(new DateRange(from, to)).Equals(DateSet.Of(days.Where(day => day >= from && day <= to))));

    [Fact]
    public void Widened_AddsTheNeighbours_AlsoAtTheEnds()
    {
        Assert.Equal(DateSet.Of([DateOnly.MinValue, DateOnly.MinValue.AddDays(1)]), DateSet.Of([DateOnly.MinValue]).Widened());
        Assert.Equal(DateSet.Of([DateOnly.MaxValue.AddDays(-1), DateOnly.MaxValue]), DateSet.Of([DateOnly.MaxValue]).Widened());
        Days.Sample(days => DateSet.Of(days).Widened().Equals(DateSet.Of(days.SelectMany(Neighbours))));

        static IEnumerable<DateOnly> Neighbours(DateOnly day) =>
            new[] { day.DayNumber - 1, day.DayNumber, day.DayNumber + 1 }.Where(n => n >= 0).Select(DateOnly.FromDayNumber);
    }

    [Fact]
    public void Set_LosesNoDateAndStaysBounded_PastItsBound()
    {
        var odd = Enumerable.Range(0, 3 * DateSet.MaxRanges).Select(i => DateOnly.FromDayNumber((i * 2) + (i % 7 == 0 ? 0 : 1))).ToList();
        var set = DateSet.Of(odd);
        Assert.Equal(DateSet.MaxRanges, set.Count);
        Assert.All(odd, date => Assert.True(set.Contains(date)));
        Assert.False(set.Contains(odd.Max().AddDays(1)));
    }
}

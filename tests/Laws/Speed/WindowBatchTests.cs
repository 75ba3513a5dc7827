namespace OrleansLambda.Laws.Speed;

public sealed class WindowBatchTests
{
    private static readonly Gen<WindowEvent[]> Events = Gen.Select(Gen.Int[1, 4], Any.Ride).Array[1, 40].Select(steps =>
    {
        long offset = -1;
        return steps.Select(step => new WindowEvent(offset += step.Item1, step.Item2)).ToArray();
    });

    [Fact]
    public void TotalsAbove_AreThoseOfTheEventsAbove() =>
        Gen.Select(Events, Gen.Long[-2, 170]).Sample((events, offset) => Assert.Equal(
            events.Where(e => e.Offset > offset).Aggregate(TripTotals.Zero, (sum, e) => sum.Merge(e.Ride.Totals)),
            Batch(events).TotalsAbove(offset)));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void TotalsAbove_AreExact_WhereALongWouldNotHoldThem(int sign)
    {
        const int Count = 1_000_000;
        var largest = new Micros(sign * Micros.MaxMagnitude * Micros.Scale);
        var ride = new Ride(largest, largest, largest, largest, 1000);
        var events = new WindowEvent[Count];
        for (var i = 0; i < Count; i++)
            events[i] = new WindowEvent(i, ride);

        var sum = (decimal)sign * Micros.MaxMagnitude * (Count - 1);
        Assert.Equal(new TripTotals(Count - 1, sum, sum, sum, sum, 1000L * (Count - 1)), Batch(events).TotalsAbove(0));
    }

    private static WindowBatch Batch(WindowEvent[] events) => new(TumblingWindow.FromNumber(1), new PartitionId("topic", 0), events);
}

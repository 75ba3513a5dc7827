namespace OrleansLambda.Grains.Abstractions;

/// <summary>Events of one partition that fall into one window, in the order of their offsets.</summary>
/// <remarks>
/// Each event keeps its own offset, because a redelivered batch may be cut elsewhere than the first time: a window
/// counts what lies above its high-water mark, and that may be any tail of the batch.
/// </remarks>
/// <param name="Window">The window that every event belongs to.</param>
/// <param name="Source">The partition the events come from, as a window's high-water marks name it.</param>
/// <param name="Events">At least one event, offsets strictly rising.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.WindowBatch")]
public sealed record WindowBatch(
    [property: Id(0)] TumblingWindow Window,
    [property: Id(1)] PartitionId Source,
    [property: Id(2)] WindowEvent[] Events)
{
    // The largest amounts, this often, still fit into a long.
    private const int MaxEventsPerSum = 1 << 19;

    /// <summary>The offset of the last event.</summary>
    public long LastOffset => Events[^1].Offset;

    /// <summary>What the events above <paramref name="offset"/> add up to.</summary>
    public TripTotals TotalsAbove(long offset)
    {
        var rest = Events.AsSpan();
        while (!rest.IsEmpty && rest[0].Offset <= offset)
            rest = rest[1..];
        var totals = TripTotals.Zero;
        while (!rest.IsEmpty)
        {
            var length = Math.Min(rest.Length, MaxEventsPerSum);
            totals = totals.Merge(Sum(rest[..length]));
            rest = rest[length..];
        }
        return totals;
    }

    private static TripTotals Sum(ReadOnlySpan<WindowEvent> events)
    {
        long total = 0, fare = 0, tip = 0, distance = 0, passengers = 0;
        foreach (ref readonly var e in events)
        {
            total += e.Ride.TotalAmount.Value;
            fare += e.Ride.FareAmount.Value;
            tip += e.Ride.TipAmount.Value;
            distance += e.Ride.TripDistance.Value;
            passengers += e.Ride.PassengerCount;
        }
        return new TripTotals(
            events.Length,
            Micros.ToDecimal(total),
            Micros.ToDecimal(fare),
            Micros.ToDecimal(tip),
            Micros.ToDecimal(distance),
            passengers);
    }
}

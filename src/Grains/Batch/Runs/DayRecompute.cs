namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>The rules by which a day's row comes about.</summary>
internal static class DayRecompute
{
    /// <summary>
    /// The row of <paramref name="date"/>: the master dataset's totals and the stream's. Where the log has lost records of the day
    /// (<paramref name="lost"/>), what it still has is a part of the truth, and so is what the row said before: the larger part stays.
    /// </summary>
    public static DayState Row(
        DateOnly date, in TripTotals dataset, DayAccumulator? stream, DayState? before, bool lost, DateTimeOffset computedAt, string run)
    {
        var live = stream?.Live ?? TripTotals.Zero;
        var replayed = stream?.Replayed ?? TripTotals.Zero;
        if (lost && before is not null)
        {
            live = Larger(Minus(before.Stream, before.Replayed), live);
            if (dataset.Rides == 0)
                replayed = Larger(before.Replayed, replayed);
        }
        return new DayState(date, dataset, live.Merge(replayed), computedAt, run) { Replayed = replayed };
    }

    /// <summary>
    /// Whether <paramref name="row"/> is written. A day that is not past gets no row for its stream alone, since that would freeze what the
    /// speed view shows live; and a day without anything gets none, unless it has to replace one, or to say
    /// (<paramref name="hasEvents"/>) that all events of the day are counted elsewhere.
    /// </summary>
    public static bool IsWritten(DayState row, DayState? before, bool hasEvents, DateOnly today) =>
        before is not null
        || row.Dataset.Rides > 0
        || (row.Date < today && (hasEvents || row.Stream.Rides > 0));

    private static TripTotals Larger(in TripTotals a, in TripTotals b) => a.Rides >= b.Rides ? a : b;

    private static TripTotals Minus(in TripTotals a, in TripTotals b) => new(
        a.Rides - b.Rides,
        a.TotalAmount - b.TotalAmount,
        a.FareAmount - b.FareAmount,
        a.TipAmount - b.TipAmount,
        a.TripDistance - b.TripDistance,
        a.PassengerCount - b.PassengerCount);
}

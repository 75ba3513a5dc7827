namespace OrleansLambda.Conformance;

/// <summary>Trips made from a seed, and what makes two of them the same.</summary>
internal static class TripSamples
{
    /// <summary>A trip of which nothing is known but its pickup, to the microsecond.</summary>
    public static Trip Bare(DateTime pickupAt, long ordinal, string? extras = null) => Make(pickupAt, ordinal, extras, static _ => { });

    public static Trip Make(DateTime pickupAt, long ordinal, string? extras, Action<TripBuilder> set)
    {
        var builder = new TripBuilder();
        builder.Set(TripColumn.PickupAt, Micros(pickupAt));
        builder.SetExtras(extras);
        set(builder);
        return builder.Build(ordinal);
    }

    /// <summary>A trip with any columns there, on one of <paramref name="days"/> dates from <paramref name="from"/> on.</summary>
    public static Trip Any(Random random, DateOnly from, int days, long ordinal)
    {
        var pickupAt = from.AddDays(random.Next(days)).ToDateTime(new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay / 10) * 10));
        return Make(pickupAt, ordinal, random.Next(4) == 0 ? $"{{\"cbd_congestion_fee\":\"{random.Next(100)}\"}}" : null, builder =>
        {
            foreach (var column in TripColumn.All)
                if (column != TripColumn.PickupAt && random.Next(5) != 0)
                    builder.Set(column, Value(random, column.Kind));
        });
    }

    public static Trip[] Many(int seed, int count, DateOnly from, int days, long firstOrdinal = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Any(random, from, days, firstOrdinal + i))];
    }

    public static Dictionary<DateOnly, TripTotals> TotalsByDate(IEnumerable<Trip> trips) =>
        trips.GroupBy(trip => trip.Date).ToDictionary(day => day.Key, day => day.Aggregate(TripTotals.Zero, (sum, trip) => sum.Merge(trip.Totals)));

    public static void AssertSame(Trip expected, Trip? found)
    {
        var actual = Assert.NotNull(found);
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(expected.Extras, actual.Extras);
        foreach (var column in TripColumn.All)
            Assert.Equal((column.Name, expected[column]), (column.Name, actual[column]));
        Assert.Equal((expected.Date, expected.Totals), (actual.Date, actual.Totals));
    }

    /// <summary>The same trips, whatever their order.</summary>
    public static void AssertSame(IReadOnlyCollection<Trip> expected, IReadOnlyCollection<Trip> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        var byId = actual.ToDictionary(trip => trip.Id);
        foreach (var trip in expected)
            AssertSame(trip, byId.TryGetValue(trip.Id, out var found) ? found : null);
    }

    public static long Micros(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Value(Random random, TripColumnKind kind) => kind switch
    {
        TripColumnKind.Integer => random.Next(-5, 300),
        TripColumnKind.Decimal => random.NextInt64(-100_000_000, 1_000_000_000),
        TripColumnKind.Timestamp => random.NextInt64(Micros(new(2001, 1, 1)), Micros(new(2030, 1, 1))),
        TripColumnKind.Flag => random.Next(2) == 0 ? 'Y' : 'N',
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A column kind without samples."),
    };
}

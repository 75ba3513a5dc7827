namespace OrleansLambda.Conformance;

/// <summary>Values that stores must keep exactly, made from a seed.</summary>
internal static class Samples
{
    /// <summary>The largest number of six fractional digits that a decimal holds.</summary>
    public const decimal LargestSum = 79_228_162_514_264_337_593_543.950335m;

    /// <summary>The largest totals there can be, and the smallest.</summary>
    public static readonly TripTotals[] ExtremeTotals =
    [
        TripTotals.Zero,
        new(long.MaxValue, LargestSum, LargestSum, LargestSum, LargestSum, long.MaxValue),
        new(0, -LargestSum, -LargestSum, -LargestSum, -LargestSum, long.MinValue),
        new(1, 0.000001m, -0.000001m, 0.1m, 0.30m, 0),
    ];

    public static TripTotals Totals(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new(random.Next(1, 1_000), Number(random), Number(random), Number(random), Number(random), random.Next(0, 6_000));
    }

    public static TumblingWindow Window(DateTimeOffset time) => TumblingWindow.Of(time);

    public static WindowState State(TumblingWindow window, long version = 1, TripTotals totals = default, bool final = false) =>
        WindowState.Empty(window) with { Version = version, Totals = totals, Final = final };

    private static decimal Number(Random random) => new Micros(random.NextInt64(-1_000_000_000_000, 1_000_000_000_000)).ToDecimal();
}

namespace OrleansLambda.Benchmarks;

/// <summary>Half of the times are no longer than the one, 99 of 100 no longer than the other; in milliseconds.</summary>
public readonly record struct Percentiles(double P50, double P99)
{
    /// <summary>Those of some times.</summary>
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return new Percentiles(sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }
}

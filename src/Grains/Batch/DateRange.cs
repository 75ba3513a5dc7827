namespace OrleansLambda.Grains.Batch;

/// <summary>The dates from <see cref="From"/> to <see cref="To"/>, both included; none where they are crossed.</summary>
public readonly record struct DateRange(DateOnly From, DateOnly To)
{
    /// <summary>How many dates there are.</summary>
    public int Count => Math.Max(0, To.DayNumber - From.DayNumber + 1);

    /// <summary>Whether <paramref name="date"/> is one of them.</summary>
    public bool Contains(DateOnly date) => date >= From && date <= To;
}

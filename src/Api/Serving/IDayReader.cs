namespace OrleansLambda.Api.Serving;

/// <summary>The serving layer's view of days: batch and speed merged at one boundary.</summary>
public interface IDayReader
{
    /// <summary>The days in [<paramref name="from"/>, <paramref name="to"/>] that have rides, ascending, at most <paramref name="limit"/>.</summary>
    Task<DaySlice> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default);
}

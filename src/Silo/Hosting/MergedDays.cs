using OrleansLambda.Api.Serving;
using OrleansLambda.Grains.Serving;

namespace OrleansLambda.Silo.Hosting;

/// <summary>Gives the API the merged view of the days.</summary>
public sealed class MergedDays(DayReader days) : IDayReader
{
    /// <inheritdoc/>
    public async Task<DaySlice> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default)
    {
        var page = await days.ReadAsync(from, to, Math.Min(limit, DayReader.MaxLimit), cancellationToken);
        return new DaySlice([.. page.Days.Select(static day => new ServedDay(day.Date, day.Totals, day.Source == DaySource.Batch))], page.Boundary);
    }
}

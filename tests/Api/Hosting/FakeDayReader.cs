using OrleansLambda.Api.Serving;

namespace OrleansLambda.Api.Tests.Hosting;

public sealed class FakeDayReader : IDayReader
{
    public SortedDictionary<DateOnly, ServedDay> Days { get; } = [];

    public DateOnly? Boundary { get; set; }

    public void Add(DateOnly date, TripTotals totals, bool fromBatch) => Days[date] = new ServedDay(date, totals, fromBatch);

    public Task<DaySlice> RangeAsync(DateOnly from, DateOnly to, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult(new DaySlice([.. Days.Values.Where(d => d.Date >= from && d.Date <= to).Take(limit)], Boundary));
}

using OrleansLambda.Storage.HBase.Keys;

namespace OrleansLambda.Storage.HBase.Windows;

/// <summary>
/// Finds the dates on which windows start without reading the windows: in each bucket it asks for the first window of a date
/// or a later one, and then goes on behind the date that was found.
/// </summary>
internal sealed class WindowDates(WindowScan scan)
{
    private readonly DateOnly?[] _next = new DateOnly?[WindowKey.Buckets]; // The first date of each bucket that is not listed yet.

    /// <summary>The dates within [<paramref name="from"/>, <paramref name="to"/>], ascending.</summary>
    public async Task<IReadOnlyList<DateOnly>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var dates = new List<DateOnly>();
        if (from > to)
            return dates;
        await Task.WhenAll(WindowKey.All.Select(bucket => AskAsync(bucket, from, to, cancellationToken)));
        while (_next.Min() is { } date)
        {
            dates.Add(date);
            await Task.WhenAll(WindowKey.All.Where(bucket => _next[bucket] == date).Select(bucket => date < to
                ? AskAsync(bucket, date.AddDays(1), to, cancellationToken)
                : EndAsync(bucket)));
        }
        return dates;
    }

    private async Task AskAsync(int bucket, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        _next[bucket] = await scan.FirstAsync(bucket, from, to, cancellationToken) is { } row ? WindowKey.DateOf(row.Key.Span) : null;

    private Task EndAsync(int bucket)
    {
        _next[bucket] = null;
        return Task.CompletedTask;
    }
}

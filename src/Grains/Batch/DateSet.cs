using System.Collections;

namespace OrleansLambda.Grains.Batch;

/// <summary>
/// Days that have something new. Held as at most <see cref="MaxRanges"/> ranges: past that the smallest gaps are
/// closed, so the set may come to hold dates that were never put in, but never loses one. Recomputing a day in vain
/// changes nothing; leaving one out would. Immutable, equal by content.
/// </summary>
public sealed class DateSet : IReadOnlyCollection<DateRange>, IEquatable<DateSet>
{
    /// <summary>How many ranges a set has at most.</summary>
    public const int MaxRanges = 2048;

    /// <summary>No dates.</summary>
    public static readonly DateSet Empty = new([]);

    private readonly DateRange[] _ranges;

    private DateSet(DateRange[] ranges) => _ranges = ranges;

    /// <summary>How many ranges there are: ascending, apart from each other by at least one date.</summary>
    public int Count => _ranges.Length;

    /// <summary>Whether there are no dates.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>How many dates there are.</summary>
    public int Dates => _ranges.Sum(static range => range.Count);

    /// <summary>The set of the dates in <paramref name="ranges"/>, in whatever order, overlapping or not.</summary>
    public static DateSet Of(IEnumerable<DateRange> ranges)
    {
        var merged = new List<DateRange>();
        foreach (var range in ranges.Where(static range => range.Count > 0).OrderBy(static range => range.From))
        {
            if (merged.Count > 0 && range.From.DayNumber <= merged[^1].To.DayNumber + 1)
                merged[^1] = merged[^1] with { To = range.To > merged[^1].To ? range.To : merged[^1].To };
            else
                merged.Add(range);
        }
        return merged.Count == 0 ? Empty : new DateSet(Close(merged));
    }

    /// <summary>The set of <paramref name="dates"/>.</summary>
    public static DateSet Of(IEnumerable<DateOnly> dates) => Of(dates.Select(static date => new DateRange(date, date)));

    /// <summary>These dates and the others.</summary>
    public DateSet Union(DateSet other) => other.IsEmpty || ReferenceEquals(this, other) ? this : IsEmpty ? other : Of(_ranges.Concat(other._ranges));

    /// <summary>Those of the dates that lie in <paramref name="range"/>.</summary>
    public DateSet Within(DateRange range) => Of(_ranges.Select(r => new DateRange(
        r.From > range.From ? r.From : range.From,
        r.To < range.To ? r.To : range.To)));

    /// <summary>These dates, and the day before and the day after each.</summary>
    public DateSet Widened() => Of(_ranges.Select(static r => new DateRange(
        r.From > DateOnly.MinValue ? r.From.AddDays(-1) : r.From,
        r.To < DateOnly.MaxValue ? r.To.AddDays(1) : r.To)));

    /// <summary>Whether <paramref name="date"/> is in the set.</summary>
    public bool Contains(DateOnly date)
    {
        var (low, high) = (0, _ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].To < date)
                low = middle + 1;
            else
                high = middle;
        }
        return low < _ranges.Length && _ranges[low].From <= date;
    }

    /// <summary>Whether all of <paramref name="other"/> is in the set.</summary>
    public bool Contains(DateSet other) => Union(other).Equals(this);

    /// <inheritdoc/>
    public bool Equals(DateSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DateSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _ranges.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<DateRange> GetEnumerator() => _ranges.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static DateRange[] Close(List<DateRange> ranges)
    {
        if (ranges.Count <= MaxRanges)
            return [.. ranges];
        // The gap before range i, for the widest ones: they stay.
        var kept = Enumerable.Range(1, ranges.Count - 1)
            .OrderByDescending(i => ranges[i].From.DayNumber - ranges[i - 1].To.DayNumber)
            .Take(MaxRanges - 1)
            .Order();
        var closed = new List<DateRange>(MaxRanges);
        var start = 0;
        foreach (var next in kept.Append(ranges.Count))
        {
            closed.Add(new DateRange(ranges[start].From, ranges[next - 1].To));
            start = next;
        }
        return [.. closed];
    }
}

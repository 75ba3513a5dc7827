namespace OrleansLambda.Storage.DuckDb.Windows;

/// <summary>
/// The stored version of every window of the days in use, zero where there is no row. The process owns the file, so this
/// is exact: most compare-and-sets, and every question for a window that does not exist, are decided without a query. A
/// day takes 69 KB; those not used for longest make room.
/// </summary>
internal sealed class WindowIndex
{
    /// <summary>How many days are held at most.</summary>
    public const int Capacity = 128;

    /// <summary>How many windows a day has.</summary>
    public const int WindowsPerDay = 8_640;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Day> _days = [];
    private long _uses;

    /// <summary>The day that <paramref name="window"/> starts on, counted from 1970-01-01.</summary>
    public static long DayOf(TumblingWindow window) => Split(window).Day;

    /// <summary>Looks up a window's version.</summary>
    /// <returns>Whether its day is held.</returns>
    public bool TryGetVersion(TumblingWindow window, out long version)
    {
        var (day, slot) = Split(window);
        lock (_gate)
        {
            if (!_days.TryGetValue(day, out var held))
            {
                version = 0;
                return false;
            }
            held.LastUse = ++_uses;
            version = held.Versions[slot];
            return true;
        }
    }

    /// <summary>Holds a day. Only the write loop's thread may, so that no commit falls between the query and this.</summary>
    public void Add(long day, IEnumerable<(TumblingWindow Window, long Version)> rows)
    {
        var versions = new long[WindowsPerDay];
        foreach (var (window, version) in rows)
            versions[Split(window).Slot] = version;
        lock (_gate)
        {
            if (_days.Count >= Capacity)
                _days.Remove(_days.MinBy(held => held.Value.LastUse).Key);
            _days[day] = new Day(versions) { LastUse = ++_uses };
        }
    }

    /// <summary>Takes note of committed rows.</summary>
    public void Set(IEnumerable<(TumblingWindow Window, long Version)> rows)
    {
        lock (_gate)
            foreach (var (window, version) in rows)
            {
                var (day, slot) = Split(window);
                if (_days.TryGetValue(day, out var held))
                    held.Versions[slot] = version;
            }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
            _days.Clear();
    }

    private static (long Day, int Slot) Split(TumblingWindow window)
    {
        var (day, slot) = Math.DivRem(window.Number, WindowsPerDay);
        return slot < 0 ? (day - 1, (int)(slot + WindowsPerDay)) : (day, (int)slot);
    }

    private sealed class Day(long[] versions)
    {
        public long[] Versions { get; } = versions;

        public long LastUse { get; set; }
    }
}

using System.Text;

namespace OrleansLambda.Storage.HBase.Keys;

/// <summary>
/// A window's row: <c>bucket|start</c>, such as <c>2|2024-01-01T00:57:50Z</c>. Neighbouring windows are in different
/// buckets, so that neither a replay nor the present is written to one region alone.
/// </summary>
internal static class WindowKey
{
    /// <summary>How many buckets there are. It can never change: a window would not be found where it is.</summary>
    public const int Buckets = 4;

    private const int StartAt = 2;
    private const int DateEnd = StartAt + KeyText.DateLength;

    /// <summary>All buckets.</summary>
    public static IEnumerable<int> All => Enumerable.Range(0, Buckets);

    /// <summary>The keys at which regions begin but for the first: one region for each bucket.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Splits => All.Skip(1).Select(static bucket => (ReadOnlyMemory<byte>)Text(bucket, ""));

    /// <summary>A window's key.</summary>
    public static byte[] Of(TumblingWindow window) => Text((int)(((window.Number % Buckets) + Buckets) % Buckets), window.Key);

    /// <summary>A key of a bucket before which its windows lie that start before <paramref name="time"/>, and not before which the others do.</summary>
    public static byte[] Bound(int bucket, DateTimeOffset time)
    {
        var size = TumblingWindow.Size.Ticks;
        var start = (time.UtcTicks + size - 1) / size * size; // Windows start at whole multiples, also of the calendar's beginning.
        if (start > DateTime.MaxValue.Ticks)
            return End(bucket);
        var key = new byte[StartAt + 20];
        Text(bucket, "").CopyTo(key, 0);
        var at = new DateTime(start, DateTimeKind.Utc);
        KeyText.WriteDate(key.AsSpan(StartAt), DateOnly.FromDateTime(at));
        Span<byte> clock = stackalloc byte[KeyText.TimeLength];
        KeyText.WriteTime(clock, at.TimeOfDay);
        key[DateEnd] = (byte)'T';
        clock[..8].CopyTo(key.AsSpan(DateEnd + 1));
        key[^1] = (byte)'Z';
        return key;
    }

    /// <summary>A key of a bucket that lies behind all its windows on dates up to <paramref name="date"/>, and before the others.</summary>
    public static byte[] Behind(int bucket, DateOnly date)
    {
        var key = new byte[DateEnd + 1];
        Text(bucket, "").CopyTo(key, 0);
        KeyText.WriteDate(key.AsSpan(StartAt), date);
        key[^1] = KeyText.Behind;
        return key;
    }

    /// <summary>The key of the first window that a date can have.</summary>
    public static byte[] FirstOf(int bucket, DateOnly date) => Behind(bucket, date)[..DateEnd];

    /// <summary>A key behind all windows of a bucket.</summary>
    public static byte[] End(int bucket) => [(byte)('0' + bucket), KeyText.Behind];

    /// <summary>The date in a key.</summary>
    /// <exception cref="FormatException">It is no window's key.</exception>
    public static DateOnly DateOf(ReadOnlySpan<byte> key) => key.Length > DateEnd ? KeyText.ReadDate(key[StartAt..DateEnd]) : throw NoKey(key);

    /// <summary>The window that a key names.</summary>
    /// <exception cref="FormatException">It is no window's key.</exception>
    public static TumblingWindow Read(ReadOnlySpan<byte> key) =>
        key.Length > StartAt && TumblingWindow.TryParse(Encoding.ASCII.GetString(key[StartAt..]), out var window) ? window : throw NoKey(key);

    private static byte[] Text(int bucket, string start) => Encoding.ASCII.GetBytes($"{(char)('0' + bucket)}|{start}");

    private static FormatException NoKey(ReadOnlySpan<byte> key) => new($"'{Encoding.UTF8.GetString(key)}' is no window's key.");
}

using System.Globalization;
using System.Text;

namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// One of the fixed, gapless, non-overlapping windows of 10 seconds into which event time is cut:
/// <c>[floor(t / 10 s), +10 s)</c>. Windows start at whole multiples of 10 s from the Unix epoch, in both directions.
/// </summary>
[GenerateSerializer, Immutable, Alias("OrleansLambda.TumblingWindow")]
public readonly record struct TumblingWindow
{
    /// <summary>The length of every window.</summary>
    public static readonly TimeSpan Size = TimeSpan.FromSeconds(10);

    private const string KeyFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private TumblingWindow(long number) => Number = number;

    /// <summary>How many windows lie between the Unix epoch and this one; negative before 1970.</summary>
    [Id(0)]
    public long Number { get; }

    /// <summary>The first instant of the window, in UTC.</summary>
    public DateTimeOffset Start => DateTimeOffset.UnixEpoch.AddTicks(Number * Size.Ticks);

    /// <summary>The first instant after the window, in UTC.</summary>
    public DateTimeOffset End => Start + Size;

    /// <summary>The start as <c>yyyy-MM-ddTHH:mm:ssZ</c>: readable, and in the order of time when compared as text.</summary>
    public string Key => Start.UtcDateTime.ToString(KeyFormat, CultureInfo.InvariantCulture);

    /// <summary>The window that holds <paramref name="time"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is outside <see cref="EventTime"/>'s range.</exception>
    public static TumblingWindow Of(DateTimeOffset time)
    {
        if (!EventTime.IsInRange(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, $"An event time lies within [{EventTime.MinValue:O}, {EventTime.MaxValue:O}].");
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var (number, remainder) = Math.DivRem(ticks, Size.Ticks);
        return new TumblingWindow(remainder < 0 ? number - 1 : number);
    }

    /// <summary>The window whose <see cref="Number"/> is <paramref name="number"/>, as a store keeps it.</summary>
    public static TumblingWindow FromNumber(long number) => new(number);

    /// <summary>Reads a <see cref="Key"/>, or any start in the forms that <see cref="EventTime.TryParse"/> reads.</summary>
    /// <returns>Whether the text is the exact start of a window.</returns>
    public static bool TryParse(string text, out TumblingWindow window)
    {
        window = default;
        if (!EventTime.TryParse(Encoding.UTF8.GetBytes(text), out var start))
            return false;
        window = Of(start);
        return window.Start == start;
    }

    /// <summary>Whether <paramref name="time"/> lies in this window.</summary>
    public bool Contains(DateTimeOffset time) => time >= Start && time < End;


    /// <inheritdoc/>
    public override string ToString() => Key;
}

using System.Globalization;

namespace OrleansLambda.Grains.Abstractions;

/// <summary>A place in the feed of changes. A feed that starts anew has another epoch, and its numbers start over.</summary>
/// <param name="Epoch">Which life of the feed.</param>
/// <param name="Number">The last change seen, from 1; 0 before the first.</param>
[GenerateSerializer, Immutable, Alias("OrleansLambda.WindowFeedCursor")]
public readonly record struct WindowFeedCursor([property: Id(0)] long Epoch, [property: Id(1)] long Number)
{
    /// <summary><c>epoch-number</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Number}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, out WindowFeedCursor cursor)
    {
        cursor = default;
        if (text?.Split('-') is not [var epoch, var number]
            || !long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var e)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            return false;
        cursor = new WindowFeedCursor(e, n);
        return true;
    }
}

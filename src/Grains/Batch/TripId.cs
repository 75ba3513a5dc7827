using System.Globalization;

namespace OrleansLambda.Grains.Batch;

/// <summary>
/// Names a trip by what it is and where its dataset holds it, never by when it was imported: importing again, from
/// whatever format, gives the same ids. Trips of equal content in one dataset differ by their ordinal.
/// </summary>
/// <param name="PickupAt">The trip's pickup, as recorded, to the microsecond.</param>
/// <param name="Ordinal">The trip's record number in its dataset, from zero, records that were rejected included.</param>
/// <param name="ContentHash">XXH3 over all of the trip's values.</param>
public readonly record struct TripId(DateTime PickupAt, long Ordinal, ulong ContentHash)
{
    private const string DateFormat = "yyyyMMdd'T'HHmmss.ffffff";

    /// <summary><c>20240101T005755.000000-42-0123456789abcdef</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{PickupAt.ToString(DateFormat, CultureInfo.InvariantCulture)}-{Ordinal}-{ContentHash:x16}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out TripId id)
    {
        id = default;
        if (text.Split('-') is not [var date, var ordinal, { Length: 16 } hash]
            || !DateTime.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var pickupAt)
            || !long.TryParse(ordinal, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !ulong.TryParse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var contentHash))
            return false;
        id = new TripId(pickupAt, number, contentHash);
        return true;
    }
}

using System.Buffers.Text;
using System.Globalization;
using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Storage.HBase.Keys;

/// <summary>
/// A trip's row: <c>bucket|date|time|ordinal|hash</c>, such as <c>7|2024-01-01|00:57:55.000000|000000123|0123456789abcdef</c>.
/// The bucket is taken from the hash, so that an import writes to all regions at once; a range of dates is one range of
/// keys in each bucket.
/// </summary>
internal static class TripKey
{
    /// <summary>How many buckets there are. It can never change: a trip would not be found where it is.</summary>
    public const int Buckets = 8;

    /// <summary>The length of the longest key.</summary>
    public const int MaxLength = OrdinalAt + 20 + 1 + HashLength;

    private const int DateAt = 2;
    private const int TimeAt = DateAt + KeyText.DateLength + 1;
    private const int OrdinalAt = TimeAt + KeyText.TimeLength + 1;
    private const int OrdinalWidth = 9;
    private const int HashLength = 16;

    /// <summary>Writes a trip's key, and returns its length.</summary>
    public static int Write(Span<byte> output, TripId id)
    {
        output[0] = Digit((int)(id.ContentHash % Buckets));
        output[1] = output[TimeAt - 1] = output[OrdinalAt - 1] = KeyText.Separator;
        KeyText.WriteDate(output[DateAt..], DateOnly.FromDateTime(id.PickupAt));
        KeyText.WriteTime(output[TimeAt..], id.PickupAt.TimeOfDay);
        Utf8Formatter.TryFormat(id.Ordinal, output[OrdinalAt..], out var digits, new('D', OrdinalWidth));
        var end = OrdinalAt + digits;
        output[end] = KeyText.Separator;
        Utf8Formatter.TryFormat(id.ContentHash, output[(end + 1)..], out var hash, new('x', HashLength));
        return end + 1 + hash;
    }

    /// <summary>A trip's key.</summary>
    public static byte[] Of(TripId id)
    {
        Span<byte> key = stackalloc byte[MaxLength];
        return key[..Write(key, id)].ToArray();
    }

    /// <summary>The keys of a bucket's trips on dates in [<paramref name="from"/>, <paramref name="to"/>]: from the first, up to before the second.</summary>
    public static (byte[] Start, byte[] Stop) Range(int bucket, DateOnly from, DateOnly to)
    {
        var (start, stop) = (new byte[TimeAt], new byte[TimeAt]);
        (start[0], start[1], start[^1]) = (Digit(bucket), KeyText.Separator, KeyText.Separator);
        (stop[0], stop[1], stop[^1]) = (Digit(bucket), KeyText.Separator, KeyText.Behind);
        KeyText.WriteDate(start.AsSpan(DateAt), from);
        KeyText.WriteDate(stop.AsSpan(DateAt), to);
        return (start, stop);
    }

    /// <summary>The keys at which regions begin but for the first: one region for each bucket.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Splits =>
        Enumerable.Range(1, Buckets - 1).Select(static bucket => (ReadOnlyMemory<byte>)new[] { Digit(bucket), KeyText.Separator });

    /// <summary>The bucket in a key.</summary>
    public static int BucketOf(ReadOnlySpan<byte> key) => key[0] - '0';

    /// <summary>The date in a key.</summary>
    /// <exception cref="FormatException">It is no trip's key.</exception>
    public static DateOnly DateOf(ReadOnlySpan<byte> key) => key.Length > OrdinalAt ? KeyText.ReadDate(DateText(key)) : throw NoKey(key);

    /// <summary>The date in a key as it stands there.</summary>
    public static ReadOnlySpan<byte> DateText(ReadOnlySpan<byte> key) => key.Slice(DateAt, KeyText.DateLength);

    /// <summary>The trip that a key names.</summary>
    /// <exception cref="FormatException">It is no trip's key.</exception>
    public static TripId Read(ReadOnlySpan<byte> key)
    {
        if (key.Length <= OrdinalAt + HashLength + 1
            || !long.TryParse(key[OrdinalAt..^(HashLength + 1)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ordinal)
            || !ulong.TryParse(key[^HashLength..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash))
            throw NoKey(key);
        var pickupAt = DateOf(key).ToDateTime(TimeOnly.MinValue) + KeyText.ReadTime(key[TimeAt..]);
        return new TripId(pickupAt, ordinal, hash);
    }

    private static byte Digit(int bucket) => (byte)('0' + bucket);

    private static FormatException NoKey(ReadOnlySpan<byte> key) => new($"'{System.Text.Encoding.UTF8.GetString(key)}' is no trip's key.");
}

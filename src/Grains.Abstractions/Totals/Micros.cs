using System.Globalization;

namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// An exact decimal number with six fractional digits, held as a whole number of millionths, within
/// ±<see cref="MaxMagnitude"/>. Dollars, miles: what a trip carries.
/// </summary>
/// <remarks>
/// Datasets hold such numbers as binary floating point, with noise past the sixth digit (<c>22.700000000000003</c>).
/// Rounding each to six digits when it enters makes every later sum exact and independent of order.
/// </remarks>
[GenerateSerializer, Immutable, Alias("OrleansLambda.Micros")]
public readonly record struct Micros([property: Id(0)] long Value)
{
    /// <summary>Millionths in one.</summary>
    public const long Scale = 1_000_000;

    /// <summary>The largest magnitude that is taken for a measurement and not for an absurdity.</summary>
    public const long MaxMagnitude = 10_000_000;

    private const int FractionDigits = 6;
    private const int MaxTextLength = 64;

    // By how many digits a fraction has: what they have to be multiplied by, and the most that they may be.
    private static ReadOnlySpan<long> Factors => [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    private static ReadOnlySpan<long> Largest =>
    [
        MaxMagnitude, MaxMagnitude * 10, MaxMagnitude * 100, MaxMagnitude * 1_000, MaxMagnitude * 10_000, MaxMagnitude * 100_000, MaxMagnitude * Scale,
    ];

    /// <summary>The number as a decimal.</summary>
    public decimal ToDecimal() => ToDecimal(Value);

    /// <summary>A sum of millionths as a decimal.</summary>
    internal static decimal ToDecimal(long millionths)
    {
        var magnitude = (ulong)Math.Abs(millionths);
        return new decimal((int)(uint)magnitude, (int)(magnitude >> 32), 0, millionths < 0, FractionDigits);
    }

    /// <summary>
    /// The nearest number to <paramref name="value"/>; halves go to the even neighbour. The same as <see cref="TryParse"/>
    /// makes of its shortest text, so that a dataset gives the same numbers whether it holds them in binary or as text.
    /// </summary>
    /// <returns>Whether <paramref name="value"/> is finite and within ±<see cref="MaxMagnitude"/>.</returns>
    public static bool TryFrom(double value, out Micros micros)
    {
        if (!(Math.Abs(value) <= MaxMagnitude))
        {
            micros = default;
            return false;
        }
        var scaled = value * Scale;
        // The product itself is rounded, by up to a thousandth: close to a half, the text decides.
        if (Math.Abs(Math.Abs(scaled - Math.Truncate(scaled)) - 0.5) < 0.01)
            return TryFromShortestText(value, out micros);
        micros = new Micros((long)Math.Round(scaled));
        return true;
    }

    /// <summary>
    /// Reads a decimal number, with an optional sign, fraction and exponent, of at most 64 characters, rounding to six digits; halves go to the
    /// even neighbour.
    /// </summary>
    /// <returns>Whether the whole text is a number within ±<see cref="MaxMagnitude"/>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Micros micros) =>
        TryParseShort(utf8, out micros) || TryParseAny(utf8, out micros);

    /// <summary>The shortest decimal text, such as <c>22.7</c>.</summary>
    public override string ToString() => ToDecimal().ToString("0.######", CultureInfo.InvariantCulture);

    // What nearly every field of a dataset looks like: a few digits, a point, at most six more.
    private static bool TryParseShort(ReadOnlySpan<byte> text, out Micros micros)
    {
        micros = default;
        var negative = !text.IsEmpty && text[0] == '-';
        var i = negative ? 1 : 0;
        if (text.Length == i || text.Length - i > 14)
            return false;
        long value = 0;
        var first = i;
        for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
            value = (value * 10) + (text[i] - '0');
        if (i == first)
            return false;
        var fraction = 0;
        if (i < text.Length)
        {
            fraction = text.Length - i - 1;
            if (text[i] != '.' || fraction is 0 or > FractionDigits)
                return false;
            for (i++; i < text.Length; i++)
            {
                if (!char.IsAsciiDigit((char)text[i]))
                    return false;
                value = (value * 10) + (text[i] - '0');
            }
        }
        if (value > Largest[fraction])
            return false;
        value *= Factors[fraction];
        micros = new Micros(negative ? -value : value);
        return true;
    }

    private static bool TryFromShortestText(double value, out Micros micros)
    {
        micros = default;
        Span<byte> text = stackalloc byte[32];
        return value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture) && TryParse(text[..length], out micros);
    }

    // Every other number, exactly: no number type holds all digits that a text may have, and rounding twice may round wrong.
    private static bool TryParseAny(ReadOnlySpan<byte> text, out Micros micros)
    {
        micros = default;
        if (text.Length is 0 or > MaxTextLength)
            return false;
        var negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        Span<byte> digits = stackalloc byte[MaxTextLength];
        var count = 0;
        var point = -1;
        var i = 0;
        for (; i < text.Length && (char.IsAsciiDigit((char)text[i]) || (text[i] == '.' && point < 0)); i++)
        {
            if (text[i] == '.')
                point = count;
            else
                digits[count++] = (byte)(text[i] - '0');
        }
        if (count == 0 || !TryParseExponent(text[i..], out var exponent))
            return false;
        var wholeDigits = (point < 0 ? count : point) + exponent + FractionDigits;
        if (!TryRound(digits[..count], wholeDigits, out var value))
            return false;
        micros = new Micros(negative ? -value : value);
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] is not ((byte)'e' or (byte)'E'))
            return false;
        var negative = text.Length > 1 && text[1] == '-';
        var digits = text[(text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1)..];
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            exponent = Math.Min((exponent * 10) + (digit - '0'), 10 * MaxTextLength);
        }
        exponent = negative ? -exponent : exponent;
        return !digits.IsEmpty;
    }

    // The number whose first wholeDigits digits stand before the point, to the nearest whole, halves to even.
    private static bool TryRound(ReadOnlySpan<byte> digits, int wholeDigits, out long value)
    {
        value = 0;
        for (var i = 0; i < wholeDigits && (i < digits.Length || value > 0); i++)
        {
            value = (value * 10) + (i < digits.Length ? digits[i] : 0);
            if (value > MaxMagnitude * Scale)
                return false;
        }
        // Where wholeDigits is negative, zeros stand between the point and the digits: less than a half.
        var rest = wholeDigits < digits.Length ? digits[Math.Max(wholeDigits, 0)..] : default;
        if (rest.IndexOfAnyExcept((byte)0) < 0)
            return true;
        if (value == MaxMagnitude * Scale)
            return false;
        var half = wholeDigits < 0 ? -1 : rest[0].CompareTo((byte)5);
        if (half > 0 || (half == 0 && (rest[1..].IndexOfAnyExcept((byte)0) >= 0 || value % 2 != 0)))
            value++;
        return true;
    }
}

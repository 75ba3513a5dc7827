using System.Buffers.Text;
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

    /// <summary>The number as a decimal.</summary>
    public decimal ToDecimal()
    {
        var magnitude = (ulong)Math.Abs(Value);
        return new decimal((int)(uint)magnitude, (int)(magnitude >> 32), 0, Value < 0, FractionDigits);
    }

    /// <summary>The nearest number to <paramref name="value"/>; halves go to the even neighbour.</summary>
    /// <returns>Whether <paramref name="value"/> is finite and within ±<see cref="MaxMagnitude"/>.</returns>
    public static bool TryFrom(double value, out Micros micros)
    {
        if (!(Math.Abs(value) <= MaxMagnitude))
        {
            micros = default;
            return false;
        }
        micros = new Micros((long)Math.Round(value * Scale, MidpointRounding.ToEven));
        return true;
    }

    /// <summary>
    /// Reads a decimal number, with an optional sign, fraction and exponent, rounding to six digits; halves go to the
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
        var fraction = -1;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                value = (value * 10) + digit;
                if (fraction >= 0)
                    fraction++;
            }
            else if (text[i] == '.' && fraction < 0 && i + 1 < text.Length && char.IsAsciiDigit((char)text[i + 1]))
            {
                fraction = 0;
            }
            else
            {
                return false;
            }
        }
        if (fraction > FractionDigits || !char.IsAsciiDigit((char)text[negative ? 1 : 0]))
            return false;
        for (var f = Math.Max(fraction, 0); f < FractionDigits; f++)
        {
            if (value > MaxMagnitude * Scale)
                return false;
            value *= 10;
        }
        if (value > MaxMagnitude * Scale)
            return false;
        micros = new Micros(negative ? -value : value);
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> text, out Micros micros)
    {
        micros = default;
        if (text.Length is 0 or > MaxTextLength)
            return false;
        if (Utf8Parser.TryParse(text, out decimal exact, out var used) && used == text.Length)
            return TryFrom(exact, out micros);
        return Utf8Parser.TryParse(text, out double value, out used) && used == text.Length && TryFrom(value, out micros);
    }

    private static bool TryFrom(decimal value, out Micros micros)
    {
        micros = default;
        if (Math.Abs(value) > MaxMagnitude)
            return false;
        micros = new Micros((long)(Math.Round(value, FractionDigits, MidpointRounding.ToEven) * Scale));
        return true;
    }
}

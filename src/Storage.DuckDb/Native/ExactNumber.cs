namespace OrleansLambda.Storage.DuckDb.Native;

/// <summary>Decimals as DuckDB's DECIMAL(38,6) holds them: a whole number of millionths in 128 bits.</summary>
internal static class ExactNumber
{
    private const int Scale = 6;

    /// <summary>The number as millionths. Exact for any decimal of at most six fractional digits.</summary>
    /// <exception cref="ArgumentException">There are more.</exception>
    public static Int128 ToMillionths(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (bits[3] >> 16) & 0xFF;
        for (; scale < Scale; scale++)
            mantissa *= 10;
        for (; scale > Scale; scale--)
        {
            (mantissa, var rest) = Int128.DivRem(mantissa, 10);
            if (rest != 0)
                throw new ArgumentException($"{value} has more than {Scale} fractional digits.", nameof(value));
        }
        return bits[3] < 0 ? -mantissa : mantissa;
    }

    /// <summary>The decimal that is <paramref name="millionths"/> millionths.</summary>
    /// <exception cref="OverflowException">It has more digits than a decimal holds.</exception>
    public static decimal FromMillionths(Int128 millionths)
    {
        var magnitude = UInt128.CreateChecked(Int128.Abs(millionths));
        var scale = Scale;
        while (magnitude >> 96 != 0)
        {
            (var shorter, var rest) = UInt128.DivRem(magnitude, 10);
            if (scale == 0 || rest != 0)
                throw new OverflowException($"{millionths} millionths have more digits than a decimal holds.");
            (magnitude, scale) = (shorter, scale - 1);
        }
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), millionths < 0, (byte)scale);
    }
}

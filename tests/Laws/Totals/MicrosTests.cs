using System.Globalization;
using System.Numerics;
using System.Text;

namespace OrleansLambda.Laws.Totals;

public sealed class MicrosTests
{
    private const long Bound = Micros.MaxMagnitude * Micros.Scale;

    // A decimal number of up to 60 characters, with more digits than any number type holds.
    private static readonly Gen<string> Number =
        from sign in Gen.OneOf("", "-", "+")
        from whole in Gen.String[Gen.Char["0123456789"], 1, 9]
        from fraction in Gen.OneOf(
            Gen.Const(""),
            Gen.String[Gen.Char["0123456789"], 1, 6],
            Gen.String[Gen.Char["0123456789"], 7, 40],
            Gen.Select(Gen.String[Gen.Char["0123456789"], 6, 6], Gen.Char["4569"], Gen.Int[0, 30], Gen.OneOf("", "1"), (six, next, zeros, last) => six + next + new string('0', zeros) + last))
        from exponent in Gen.OneOf(Gen.Const(""), Gen.Const(""), Gen.Select(Gen.Char["eE"], Gen.OneOf("", "+", "-"), Gen.Int[0, 12], (e, s, n) => $"{e}{s}{n}"))
        select sign + whole + (fraction.Length > 0 ? "." + fraction : "") + exponent;

    [Fact]
    public void Text_IsReadAsTheNearestMillionth_HalvesToEven() =>
        Number.Sample(text => Assert.Equal((text, Expected(text)), (text, Parse(text)?.Value)), iter: 100_000);

    [Fact]
    public void ToString_AndParse_AreInverse() => Any.Micros.Sample(value => Parse(value.ToString()) == value, iter: 20_000);

    [Fact]
    public void Decimal_HasTheSameValue() =>
        Any.Micros.Sample(value => value.ToDecimal() == value.Value / 1_000_000m, iter: 20_000);

    [Fact]
    public void Double_AndText_Agree_WhenThereAreUpToSixDigits() =>
        Any.Micros.Sample(
            value =>
            {
                var number = (double)value.ToDecimal();
                Assert.True(Micros.TryFrom(number, out var fromDouble), $"{number:R} was refused.");
                Assert.Equal(value, fromDouble);
                Assert.Equal(value, Parse(number.ToString("R", CultureInfo.InvariantCulture)));
                Assert.Equal(value, Parse(value.ToDecimal().ToString("F6", CultureInfo.InvariantCulture)));
            },
            iter: 20_000);

    [Fact]
    public void Double_AndText_Agree_ThroughTheNoiseOfDatasets() =>
        Gen.Select(Gen.Long[-Bound + 100, Bound - 100], Gen.Int[-8, 8]).Sample(
            (value, steps) =>
            {
                var number = value / 1e6;
                for (var i = 0; i < Math.Abs(steps); i++)
                    number = steps < 0 ? Math.BitDecrement(number) : Math.BitIncrement(number);
                Assert.True(Micros.TryFrom(number, out var fromDouble), $"{number:R} was refused.");
                Assert.Equal(value, fromDouble.Value);
                Assert.Equal(value, Parse(number.ToString("R", CultureInfo.InvariantCulture))?.Value);
            },
            iter: 20_000);

    [Fact]
    public void Double_AndItsShortestText_Agree_ForAnyDouble() =>
        Gen.OneOf(
            Gen.Double[-Micros.MaxMagnitude, Micros.MaxMagnitude],
            Gen.Double[-1, 1],
            Gen.Double,
            Gen.Select(Gen.Long[-Bound, Bound], Gen.Long[-1_000, 1_000]).Select((large, small) => ((large % 7 == 0 ? large : small) + 0.5) / 1e6)).Sample(
            number =>
            {
                Micros? fromDouble = Micros.TryFrom(number, out var value) ? value : null;
                Assert.Equal((number, fromDouble), (number, Parse(number.ToString("R", CultureInfo.InvariantCulture))));
            },
            iter: 100_000);

    [Fact]
    public void Double_IsTaken_ExactlyWithinTheBounds() =>
        Gen.Double.Sample(
            number =>
            {
                var taken = Micros.TryFrom(number, out var value);
                Assert.Equal(number >= -Micros.MaxMagnitude && number <= Micros.MaxMagnitude, taken);
                Assert.InRange(value.Value, -Bound, Bound);
                if (taken)
                    Assert.InRange(Math.Abs(value.Value - ((decimal)number * Micros.Scale)), 0, 0.51m);
            },
            iter: 20_000);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(10_000_000.000001)]
    [InlineData(-10_000_000.000001)]
    public void Double_IsRefused_WhenItIsNoMeasurement(double number) => Assert.False(Micros.TryFrom(number, out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.0000001", 0)]
    [InlineData("22.7", 22_700_000)]
    [InlineData("22.700000000000003", 22_700_000)]
    [InlineData("-3.5", -3_500_000)]
    [InlineData("+3.5", 3_500_000)]
    [InlineData("1e2", 100_000_000)]
    [InlineData("1.5E-3", 1_500)]
    [InlineData("0.0000005", 0)]
    [InlineData("0.0000015", 2)]
    [InlineData("0.00000050000000000000000000000000000001", 1)]
    [InlineData("0.0000014999999999999999999999999999999999", 1)]
    [InlineData("00000000000000000000000000000000000000001.5", 1_500_000)]
    [InlineData("10000000", Bound)]
    [InlineData("10000000.000000", Bound)]
    [InlineData("-10000000", -Bound)]
    [InlineData("9999999.9999999", Bound)]
    public void Text_IsRead(string text, long value) => Assert.Equal(value, Parse(text)?.Value);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("1.2.3")]
    [InlineData("1,000")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("$1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("∞")]
    [InlineData("1e400")]
    [InlineData("1e99999999999")]
    [InlineData("10000000.000001")]
    [InlineData("-10000000.000001")]
    [InlineData("10000000.0000001")]
    [InlineData("99999999999999")]
    [InlineData("99999999999999999999999999999999999999999999")]
    [InlineData("１")]
    [InlineData("null")]
    public void Text_IsRefused_WhenItIsNoMeasurement(string text) => Assert.Null(Parse(text));

    [Fact]
    public void Text_IsReadAsTheFrameworkReadsIt_OrRefused_WhateverItIs() =>
        Gen.String[Gen.Char["0123456789.-+eE ,\0naNI"], 0, 80].Sample(
            text =>
            {
                if (Parse(text) is not { } value)
                    return;
                Assert.True(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number), $"'{text}' was read as {value}.");
                Assert.InRange(Math.Abs(number - (value.Value / 1e6)), 0, 0.000001);
            },
            iter: 50_000);

    [Fact]
    public void Bytes_AreReadOrRefusedWithoutAnException_WhateverTheyAre() =>
        Gen.Byte.Array[0, 80].Sample(bytes => Micros.TryParse(bytes, out var value) || value == default, iter: 20_000);

    private static Micros? Parse(string text) => Micros.TryParse(Encoding.UTF8.GetBytes(text), out var value) ? value : null;

    // The same contract in whole numbers of any size.
    private static long? Expected(string text)
    {
        var parts = text.Split('e', 'E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var scale = exponent + 6 - (point < 0 ? 0 : parts[0].Length - point - 1);
        var (numerator, denominator) = scale >= 0 ? (digits * BigInteger.Pow(10, scale), BigInteger.One) : (digits, BigInteger.Pow(10, -scale));
        if (BigInteger.Abs(numerator) > Bound * denominator)
            return null;
        var floor = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out var rest);
        var twice = (rest * 2).CompareTo(denominator);
        if (twice > 0 || (twice == 0 && !floor.IsEven))
            floor++;
        return (long)floor * numerator.Sign;
    }
}

using System.Text;
using System.Text.Json;
using OrleansLambda.Grains.Events;

namespace OrleansLambda.Laws.Events;

/// <summary>The short way to read an event never reads anything but what the long way reads.</summary>
public sealed class PlainEventReaderTests
{
    private static readonly Gen<string> Names = Gen.OneOf(
        "tpep_pickup_datetime", "total_amount", "fare_amount", "tip_amount", "trip_distance", "passenger_count", "trip_id", "vendor", "", "total_amount ");

    private static readonly Gen<string> Values = Gen.OneOf(
        Gen.OneOf(
            "\"2024-01-01 00:57:55\"", "\"2024-01-01T00:57:55.25Z\"", "\"2024-02-30 00:00:00\"", "\"x\"", "\"\"", "\"\\u0041\"", "\"é\"", "null", "nul", "true", "{}", "[1]",
            "0", "-0", "00", "01", "-01", "1.", ".5", "-", "-.5", "1.2.3", "+1", "1e3", "1E-2", "1000", "1001", "1.5", "10000000", "10000000.000001", "0.1234567", "99999999999999999999"),
        Gen.Decimal.Select(static number => FormattableString.Invariant($"{number}")));

    private static readonly Gen<string> Space = Gen.OneOf("", "", "", " ", "  ", "\n");

    private static readonly Gen<byte[]> Objects =
        Gen.Select(Names, Values, Space, Space, static (name, value, before, after) => $"{before}\"{name}\"{before}:{after}{value}{after}")
            .Array[0, 6]
            .Select(static properties => Encoding.UTF8.GetBytes($"{{{string.Join(',', properties)}}}"));

    [Fact]
    public void TryRead_TakesNothing_ThatIsReadOtherwise() =>
        Objects.Sample(static json => IsReadAlike(json), iter: 200_000);

    [Fact]
    public void TryRead_TakesNothing_ThatIsReadOtherwise_WithAnyByteChanged() =>
        Gen.Select(Objects, Gen.Int[0, 1_000], Gen.Byte, Gen.Int[0, 1_000]).Sample(
            static (json, at, value, length) =>
            {
                json = json[..];
                json[at % json.Length] = value;
                return IsReadAlike(json.AsSpan(0, json.Length - (length < json.Length ? length : 0)));
            },
            iter: 200_000);

    [Theory]
    [InlineData("""{"tpep_pickup_datetime":"2024-01-01 00:57:55"}""")]
    [InlineData("""{"tpep_pickup_datetime": "2024-01-01 00:57:55", "total_amount": 22.7, "passenger_count": null}""")]
    [InlineData("""{"trip_id":"20240101T005755.000000-0-0123456789abcdef","tpep_pickup_datetime":"2024-01-01 00:57:55","passenger_count":1.0,"trip_distance":0,"fare_amount":-17.7,"tip_amount":0.5,"total_amount":22.7,"vendor":"x"}""")]
    public void TryRead_Takes_WhatProducersWrite(string json) => Assert.True(PlainEventReader.TryRead(Encoding.UTF8.GetBytes(json), out _));

    private static bool IsReadAlike(ReadOnlySpan<byte> json)
    {
        if (!PlainEventReader.TryRead(json, out var plain))
            return true;
        try
        {
            return JsonEventReader.Read(json, out var any) is null && plain.Equals(any);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

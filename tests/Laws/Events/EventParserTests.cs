using System.Globalization;
using System.Text;
using OrleansLambda.Grains.Events;

namespace OrleansLambda.Laws.Events;

/// <summary>What is an event, and what is said of everything else.</summary>
public sealed class EventParserTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly EventParser Parser = new(new EventOptions());

    private static readonly Gen<string> Fragments = Gen.OneOf(
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0041", "\0", "tpep_pickup_datetime", "\"tpep_pickup_datetime\"", "total_amount",
        "\"2024-01-01 00:57:55\"", "1e999", "-", "null", "true", "22.7", "1", " ", "\n", "\uFEFF", "é", "passenger_count");

    [Fact]
    public void TryParse_ReadsTheWholeEvent_AsTheContractShowsIt()
    {
        var refusal = Parse("""
            {"tpep_pickup_datetime":"2024-01-01 00:57:55","passenger_count":2.0,"trip_distance":1.72,"fare_amount":17.7,
             "tip_amount":0.5,"total_amount":22.7,"somewhere":{"else":[1,2,{}]},"trip_id":null}
            """, out var ride);
        Assert.Null(refusal);
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 57, 55, TimeSpan.Zero), ride.Time);
        Assert.Equal(new TripTotals(1, 22.7m, 17.7m, 0.5m, 1.72m, 2), ride.Ride.Totals);
        Assert.False(ride.IsReplay);
    }

    [Fact]
    public void TryParse_CountsARideWithoutAmounts_ForABareTimestamp()
    {
        Assert.Null(Parse("""{"tpep_pickup_datetime":"2024-01-01 00:57:55"}""", out var ride));
        Assert.Equal(TripTotals.Zero with { Rides = 1 }, ride.Ride.Totals);
    }

    [Theory]
    [InlineData("", "the event is empty")]
    [InlineData("nonsense", "not JSON at byte")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"", "not JSON at byte")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\"} {}", "not JSON at byte")]
    [InlineData("{\"tpep_pickup_datetime\":5,", "not JSON at byte")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("17", "not a JSON object")]
    [InlineData("{}", "tpep_pickup_datetime is missing")]
    [InlineData("{\"TPEP_PICKUP_DATETIME\":\"2024-01-01 00:57:55\"}", "tpep_pickup_datetime is missing")]
    [InlineData("{\"tpep_pickup_datetime\":null}", "tpep_pickup_datetime is not a string")]
    [InlineData("{\"tpep_pickup_datetime\":1704070675}", "tpep_pickup_datetime is not a string")]
    [InlineData("{\"tpep_pickup_datetime\":\"yesterday\"}", "tpep_pickup_datetime is \"yesterday\"; a date such as")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-02-30 00:00:00\"}", "a date such as")]
    [InlineData("{\"tpep_pickup_datetime\":\"1999-01-01 00:00:00\"}", "before its arrival at 2026-11-24 12:00:00 is allowed")]
    [InlineData("{\"tpep_pickup_datetime\":\"2026-11-24 13:00:01\"}", "after its arrival at 2026-11-24 12:00:00 is allowed")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"total_amount\":\"22.7\"}", "total_amount is not a number")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"total_amount\":1e999}", "total_amount is \"1e999\"; from -10000000 to 10000000 is allowed")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"fare_amount\":10000001}", "fare_amount is \"10000001\"")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"total_amount\":NaN}", "not JSON at byte")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"passenger_count\":1.5}", "passenger_count is 1.5; a whole number from 0 to 1000 is allowed")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"passenger_count\":-1}", "passenger_count is -1")]
    [InlineData("{\"tpep_pickup_datetime\":\"2024-01-01 00:57:55\",\"trip_id\":7}", "trip_id is not a string")]
    public void TryParse_SaysWhatIsWrong(string json, string reason) =>
        Assert.Contains(reason, Parse(json, out _), StringComparison.Ordinal);

    [Theory]
    [InlineData("1999-01-01 00:00:00")]
    [InlineData("2098-12-31 23:59:59")]
    public void TryParse_TakesAnyDate_OfAReplay(string time)
    {
        Assert.Null(Parse($$"""{"tpep_pickup_datetime":"{{time}}","trip_id":"20240101T005755.000000-0-0123456789abcdef"}""", out var ride));
        Assert.True(ride.IsReplay);
        Assert.Equal(time, EventTime.Format(ride.Time));
    }

    [Fact]
    public void TryParse_TakesTheBoundsThemselves()
    {
        var options = new EventOptions();
        Assert.Null(Parse($$"""{"tpep_pickup_datetime":"{{EventTime.Format(Arrival + options.MaxAhead)}}"}""", out _));
        Assert.Null(Parse($$"""{"tpep_pickup_datetime":"{{EventTime.Format(Arrival - options.MaxAge)}}"}""", out _));
    }

    [Fact]
    public void TryParse_ReadsEscapesAndAByteOrderMark()
    {
        Assert.Null(Parse("\uFEFF{\"tpep_pickup_datetime\":\"2024\\u002d01-01 00:57:55\"}", out var ride));
        Assert.Equal("2024-01-01 00:57:55", EventTime.Format(ride.Time));
    }

    [Fact]
    public void TryParse_RefusesWhatIsTooLong_BeforeReadingIt()
    {
        var parser = new EventParser(new EventOptions { MaxBytes = 100 });
        var json = Encoding.UTF8.GetBytes($$"""{"tpep_pickup_datetime":"2024-01-01 00:57:55","pad":"{{new string('x', 100)}}"}""");
        Assert.Equal($"the event is {json.Length} bytes long; at most 100 are allowed", parser.TryParse(json, Arrival, out _));
    }

    [Fact]
    public void TryParse_KeepsEveryAmountExact() =>
        Gen.Select(Gen.Long[-10_000_000_000_000, 10_000_000_000_000], Gen.Long[-1_000_000, 1_000_000]).Sample((total, fare) =>
        {
            var (totalAmount, fareAmount) = (total / 1_000_000m, fare / 1_000_000m);
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"tpep_pickup_datetime":"2024-01-01 00:57:55","total_amount":{{totalAmount}},"fare_amount":{{fareAmount}}}""");
            return Parse(json, out var ride) is null && ride.Ride.TotalAmount.ToDecimal() == totalAmount && ride.Ride.FareAmount.ToDecimal() == fareAmount;
        });

    [Fact]
    public void TryParse_AnswersEverything_AndTheSameTwice() =>
        Gen.OneOf(Gen.Byte.Array[0, 300], Fragments.Array[0, 40].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))).Sample(
            bytes =>
            {
                var first = Parser.TryParse(bytes, Arrival, out var ride);
                var second = Parser.TryParse(bytes, Arrival, out var again);
                return first == second && ride == again && (first is null) == (ride != default) && first is not "";
            },
            iter: 100_000);

    [Fact]
    public void TryParse_AnswersEveryMutation_OfAGoodEvent()
    {
        var good = """{"tpep_pickup_datetime":"2024-01-01 00:57:55","passenger_count":1,"trip_distance":1.72,"total_amount":22.7,"trip_id":"x"}"""u8.ToArray();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (at, value, length) =>
            {
                var bytes = good[..];
                bytes[at] = value;
                var refusal = Parser.TryParse(bytes.AsSpan(0, length), Arrival, out var ride);
                return (refusal is null) == (ride != default);
            },
            iter: 100_000);
    }

    private static string? Parse(string json, out RideEvent ride) => Parser.TryParse(Encoding.UTF8.GetBytes(json), Arrival, out ride);
}

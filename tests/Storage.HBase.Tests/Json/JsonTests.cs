using System.Text;
using System.Text.Json;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Trips;

namespace OrleansLambda.Storage.HBase.Tests.Json;

public sealed class JsonTests
{
    private static readonly string?[] Extras =
        [null, "{}", "{ \"b\": null,\"a\" : [1, \"ü€😀 \\\" \\u0000\\n\" ]}", "{\"cbd_congestion_fee\":\"0.75\"}"];

    private static readonly Gen<decimal> AnySum = Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Int[0, 6], (low, mid, high, negative, scale) => new decimal(low, mid, high, negative, (byte)scale));

    private static readonly Gen<TripTotals> AnyTotals =
        Gen.Select(Gen.Long[0, long.MaxValue], AnySum, AnySum, AnySum, AnySum, Gen.Long, (rides, total, fare, tip, distance, passengers) => new TripTotals(rides, total, fare, tip, distance, passengers));

    private static readonly Gen<TripTotals> SmallTotals = Gen.Select(
        Gen.Long[0, 1_000], Gen.Int, Gen.Int, (rides, dollars, miles) => new TripTotals(rides, dollars / 100m, 0, 0, miles / 1_000_000m, rides));

    private static readonly Gen<TumblingWindow> AnyWindow =
        Gen.Long[EventTime.MinValue.Ticks, EventTime.MaxValue.Ticks].Select(ticks => TumblingWindow.Of(new DateTimeOffset(ticks, TimeSpan.Zero)));

    private static readonly Gen<Trip> AnyTrip = Gen.Select(
        Gen.Long[0, long.MaxValue],
        Gen.Long[long.MinValue / 2, long.MaxValue / 2].Array[TripColumn.All.Count],
        Gen.UInt,
        Gen.Int[0, Extras.Length - 1],
        (ordinal, raw, present, extras) =>
        {
            var builder = new TripBuilder();
            foreach (var column in TripColumn.All)
                if (column == TripColumn.PickupAt || (present & (1u << column.Index)) != 0)
                    builder.Set(column, Value(column.Kind, raw[column.Index]));
            builder.SetExtras(Extras[extras]);
            return builder.Build(ordinal);
        });

    [Fact]
    public void Window_ComesBackAsWritten() => Gen.Select(
        AnyWindow, AnyTotals, Gen.Select(Gen.String, Gen.Int[0, 40], Gen.Long[0, long.MaxValue]).Array[0, 4], Gen.Long[1, long.MaxValue], Gen.Bool, Gen.Bool).Sample((window, totals, marks, version, final, amended) =>
    {
        var high = HighWaterMarks.From(marks.Where(mark => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(mark.Item1)) == mark.Item1).Select(mark => KeyValuePair.Create(new PartitionId(mark.Item1, mark.Item2), mark.Item3)));
        var state = new WindowState(window, totals, high, version, final, amended);
        Assert.Equal(state, WindowJson.Read(window, WindowJson.Write(state)));
        Assert.Equal(totals, WindowJson.ReadTotals(WindowJson.Write(state)));
    });

    [Fact]
    public void Window_IsReadable()
    {
        Assert.True(TumblingWindow.TryParse("2024-01-01T00:57:50Z", out var window));
        var state = new WindowState(window, new TripTotals(2, 22.70m, 17.7m, 0, 1.72m, 1), HighWaterMarks.None.With(new("abc", 3), 41), 5, true, false);

        Assert.Equal(
            """{"window_start":"2024-01-01T00:57:50Z","window_end":"2024-01-01T00:58:00Z","count":2,"total_amount":22.7,"fare_amount":17.7,"tip_amount":0,"trip_distance":1.72,"passenger_count":1,"version":5,"final":true,"amended":false,"high":{"abc/3":41}}""",
            Encoding.UTF8.GetString(WindowJson.Write(state)));
    }

    [Fact]
    public void Day_ComesBackAsWritten() =>
        Gen.Select(Gen.Date, SmallTotals, SmallTotals, SmallTotals, Gen.Long[0, DateTime.MaxValue.Ticks / 10], Gen.String[Gen.Char['\0', '\uD7FF'], 0, 20]).Sample((date, dataset, stream, replayed, micros, run) =>
        {
            var day = new DayState(DateOnly.FromDateTime(date), dataset, stream, new DateTimeOffset(micros * 10, TimeSpan.Zero), run) { Replayed = replayed };
            Assert.Equal(day, DayJson.Read(day.Date, DayJson.Write(day)));
            Assert.Equal(dataset.Rides + stream.Rides, JsonDocument.Parse(DayJson.Write(day)).RootElement.GetProperty("rides").GetInt64());
        });

    [Fact]
    public void Trip_ComesBackAsWritten() => AnyTrip.Sample(trip =>
    {
        var document = Write(trip);
        var read = TripJson.Read(trip.Id, document);
        Assert.Equal(trip.Extras, read.Extras);
        foreach (var column in TripColumn.All)
            Assert.Equal((column.Name, trip[column]), (column.Name, read[column]));
        Assert.Equal(document, Write(read));
        Assert.Equal(trip.Id, TripKey.Read(TripKey.Of(trip.Id)));
    });

    [Fact]
    public void Trip_IsReadable()
    {
        var builder = new TripBuilder();
        builder.Set(TripColumn.VendorId, 2);
        builder.Set(TripColumn.PickupAt, 1_704_070_675_000_000);
        builder.Set(TripColumn.DropoffAt, 1_704_071_864_500_000);
        builder.Set(TripColumn.TotalAmount, 22_700_000);
        builder.Set(TripColumn.TipAmount, -500_000);
        builder.Set(TripColumn.PassengerCount, 1);
        builder.Set(TripColumn.StoreAndForwardFlag, 'N');
        builder.SetExtras("{\"cbd_congestion_fee\":\"0.75\"}");

        Assert.Equal(
            """{"total_amount":22.7,"tip_amount":-0.5,"passenger_count":1,"VendorID":2,"tpep_pickup_datetime":"2024-01-01 00:57:55","tpep_dropoff_datetime":"2024-01-01 01:17:44.500000","store_and_fwd_flag":"N","extras":{"cbd_congestion_fee":"0.75"}}""",
            Encoding.UTF8.GetString(Write(builder.Build(0))));
    }

    [Fact]
    public void Trip_IsReadFromADocument_OfAnotherOrderAndWithMore()
    {
        var trip = TripJson.Read(default, """{ "nonsense": {"a":[1,2]}, "passenger_count": 3, "VendorID": 1, "total_amount": 1e1, "more": "x" }"""u8);

        Assert.Equal((3, 1, 10_000_000, null), (trip[TripColumn.PassengerCount], trip[TripColumn.VendorId], trip[TripColumn.TotalAmount], trip.Extras));
    }

    [Fact]
    public void Totals_AreWhatTheTripsAddUpTo() => AnyTrip.Array[0, 30].Sample(trips =>
    {
        var totals = new DateTotals();
        foreach (var trip in trips)
            totals.Add(Write(trip));
        Assert.Equal(trips.Aggregate(TripTotals.Zero, (sum, trip) => sum.Merge(trip.Totals)), totals.Totals);
    });

    [Fact]
    public void Totals_DoNotOverflow_HoweverManyTripsAreAddedUp()
    {
        var builder = new TripBuilder();
        builder.Set(TripColumn.PickupAt, 0);
        builder.Set(TripColumn.TotalAmount, Micros.MaxMagnitude * Micros.Scale);
        var (document, totals) = (Write(builder.Build(0)), new DateTotals());

        for (var i = 0; i < 1_100_000; i++)
            totals.Add(document);

        Assert.Equal(TripTotals.Zero with { Rides = 1_100_000, TotalAmount = 1_100_000m * Micros.MaxMagnitude }, totals.Totals);
    }

    [Fact]
    public void Letter_ComesBackAsWritten() => Gen.Select(Gen.String[Gen.Char['\0', '\uD7FF'], 0, 20], Gen.Long[0, DateTime.MaxValue.Ticks / 10], Gen.Byte.Array[0, 100]).Sample((text, micros, value) =>
    {
        var letter = new DeadLetter(new(text, 3, 41), text, new DateTimeOffset(micros * 10, TimeSpan.Zero), value, 4_711);
        var read = LetterJson.Read(LetterJson.Write(letter));
        Assert.Equal(letter with { Value = default }, read with { Value = default });
        Assert.Equal(value, read.Value.ToArray());
    });

    private static byte[] Write(Trip trip)
    {
        using var encoder = new TripEncoder();
        return encoder.Document(trip).ToArray();
    }

    private static long Value(TripColumnKind kind, long raw) => kind switch
    {
        TripColumnKind.Integer => raw % int.MaxValue,
        TripColumnKind.Decimal => raw % (Micros.MaxMagnitude * Micros.Scale),
        TripColumnKind.Timestamp => Math.Abs(raw) % (DateTime.MaxValue.Ticks / 10) - (DateTime.UnixEpoch.Ticks / 10),
        _ => ' ' + (Math.Abs(raw) % ('~' - ' ' + 1)),
    };
}

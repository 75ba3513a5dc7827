using System.IO.Hashing;
using OrleansLambda.Grains.Sample;
using OrleansLambda.Laws.Datasets;

namespace OrleansLambda.Laws.Sample;

public sealed class SampleCsvTests
{
    [Fact]
    public async Task Sample_IsTheSameBytes_OnEveryMachine()
    {
        Assert.Equal("fea038ae30f15ae3920963dd30125ae9", await HashAsync(new SampleOptions()));
        Assert.Equal("68f5324d8ce3fa97b5c8c8b5b181ae5d", await HashAsync(new SampleOptions { Rows = 20_000, Seed = 42, RowsPerDay = 96_000 }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(12_345)]
    public async Task Sample_HasAsManyTripsAsAskedFor_AllOfThemGood(int rows)
    {
        var reading = await ReadAsync(new SampleOptions { Rows = rows });

        Assert.Equal((rows, 0), (reading.Trips.Count, reading.Rejects.Count));
    }

    [Fact]
    public async Task Sample_LooksLikeTheRealTrips()
    {
        var trips = (await ReadAsync(new SampleOptions())).Trips;

        // The last block, and only that, lacks the meter's columns.
        var bare = trips.Count(trip => !trip.Has(TripColumn.PassengerCount));
        Assert.Equal(4_700, bare);
        Assert.All(trips.Take(trips.Count - bare), trip => Assert.True(trip.Has(TripColumn.RateCodeId) && trip.Has(TripColumn.StoreAndForwardFlag) && trip.Has(TripColumn.AirportFee) && trip.Has(TripColumn.CongestionSurcharge)));
        Assert.All(trips.Skip(trips.Count - bare), trip => Assert.False(trip.Has(TripColumn.RateCodeId) || trip.Has(TripColumn.StoreAndForwardFlag) || trip.Has(TripColumn.AirportFee) || trip.Has(TripColumn.CongestionSurcharge)));
        // One in a hundred is taken back by the record after it.
        var refunds = Enumerable.Range(1, trips.Count - 1).Where(i => trips[i].ValueOrZero(TripColumn.TotalAmount) < 0).ToArray();
        Assert.InRange(refunds.Length, 800, 1_200);
        Assert.All(refunds, i => Assert.Equal(-trips[i - 1][TripColumn.TotalAmount], trips[i][TripColumn.TotalAmount]));
        // Amounts add up to the cent, and cost what rides cost.
        Assert.All(trips, trip => Assert.Equal(trip.ValueOrZero(TripColumn.TotalAmount), Amounts.Sum(trip.ValueOrZero)));
        Assert.InRange(trips.Average(trip => trip.ValueOrZero(TripColumn.TotalAmount) / 1e6), 20, 35);
        Assert.InRange(trips.Average(trip => trip.ValueOrZero(TripColumn.TripDistance) / 1e6), 2.5, 4.5);
        // More people ride in the evening than before dawn.
        Assert.True(trips.Count(trip => trip.Id.PickupAt.Hour == 18) > 5 * trips.Count(trip => trip.Id.PickupAt.Hour == 4));
    }

    [Fact]
    public async Task Sample_CoversSeveralDays_AndSomeThatArePlainlyWrong()
    {
        var days = (await ReadAsync(new SampleOptions())).Trips.CountBy(trip => trip.Date).ToDictionary();

        Assert.Equal(1, days[new DateOnly(2002, 12, 31)]);
        Assert.Equal(1, days[new DateOnly(2009, 1, 1)]);
        Assert.Equal(1, days[new DateOnly(2024, 5, 1)]);
        for (var day = new DateOnly(2024, 3, 8); day <= new DateOnly(2024, 4, 1); day = day.AddDays(1))
            Assert.InRange(days[day], 3_000, 5_000);
    }

    [Fact]
    public async Task Clocks_AreLocal_AndSkipTheHourThatTheyArePutForward()
    {
        var trips = (await ReadAsync(new SampleOptions { Rows = 50_000, RowsPerDay = 20_000, FirstDay = new DateOnly(2024, 3, 9) })).Trips;

        var skipped = new DateTime(2024, 3, 10, 2, 0, 0);
        Assert.DoesNotContain(trips, trip => trip.Id.PickupAt >= skipped && trip.Id.PickupAt < skipped.AddHours(1));
        Assert.Contains(trips, trip => trip.Id.PickupAt >= skipped.AddHours(-1) && trip.Id.PickupAt < skipped);
        // A ride through that night seems an hour longer than it was.
        var microseconds = skipped.Subtract(DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var through = trips.Where(trip => trip.ValueOrZero(TripColumn.PickupAt) < microseconds && trip.ValueOrZero(TripColumn.DropoffAt) >= microseconds).ToArray();
        Assert.NotEmpty(through);
        Assert.All(through, trip => Assert.True(trip.ValueOrZero(TripColumn.DropoffAt) - trip.ValueOrZero(TripColumn.PickupAt) > 3_600_000_000));
    }

    [Fact]
    public async Task File_AppearsWhole()
    {
        using var folder = new TempFolder();
        var path = folder["sample.csv"];

        await SampleCsv.WriteFileAsync(path, new SampleOptions { Rows = 1_000 }, TestContext.Current.CancellationToken);

        Assert.Equal(1_001, File.ReadLines(path).Count());
        Assert.Equal([path], Directory.GetFiles(folder[""]));
    }

    private static readonly TripColumn[] Amounts =
    [
        TripColumn.FareAmount, TripColumn.Extra, TripColumn.MtaTax, TripColumn.TipAmount, TripColumn.TollsAmount,
        TripColumn.ImprovementSurcharge, TripColumn.CongestionSurcharge, TripColumn.AirportFee,
    ];

    private static async Task<Reading> ReadAsync(SampleOptions options)
    {
        using var folder = new TempFolder();
        await SampleCsv.WriteFileAsync(folder["sample.csv"], options, TestContext.Current.CancellationToken);
        return await Reading.OfAsync(Reading.Csv, folder["sample.csv"]);
    }

    private static async Task<string> HashAsync(SampleOptions options)
    {
        using var text = new MemoryStream();
        await SampleCsv.WriteAsync(text, options, TestContext.Current.CancellationToken);
        return Convert.ToHexStringLower(XxHash128.Hash(text.ToArray()));
    }
}

using System.Globalization;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Laws.Datasets;

/// <summary>Real trips, where the environment variable TAXI_DATA_DIR names a folder that holds them.</summary>
public sealed class TaxiDataTests
{
    private const string Name = "yellow_tripdata_2024-01_first10000";

    [Fact]
    public Task Csv_AddsUpToTheExpectedDays() => CheckAsync(Reading.Csv, Name + ".csv");

    [Fact]
    public Task Parquet_AddsUpToTheExpectedDays() => CheckAsync(Reading.Parquet, Name + ".parquet");

    [Fact]
    public async Task BothFormats_GiveTheSameTrips()
    {
        var folder = Folder();

        var csv = await Reading.OfAsync(Reading.Csv, Path.Combine(folder, Name + ".csv"));
        var parquet = await Reading.OfAsync(Reading.Parquet, Path.Combine(folder, Name + ".parquet"));

        Assert.Equal(10_000, csv.Trips.Count);
        Assert.Equal(csv.Trips.Select(Reading.Show), parquet.Trips.Select(Reading.Show));
    }

    private static async Task CheckAsync(IDatasetReader reader, string name)
    {
        var folder = Folder();

        var reading = await Reading.OfAsync(reader, Path.Combine(folder, name));

        Assert.Empty(reading.Rejects);
        var days = reading.Trips.GroupBy(trip => trip.Date).OrderBy(day => day.Key).Select(day =>
        {
            var totals = day.Aggregate(TripTotals.Zero, (sum, trip) => sum.Merge(trip.Totals));
            return string.Create(CultureInfo.InvariantCulture, $"{day.Key:yyyy-MM-dd},{totals.Rides},{totals.TotalAmount:F2},{totals.FareAmount:F2},{totals.TipAmount:F2},{totals.TripDistance:F2},{totals.PassengerCount},{day.Count(trip => !trip.Has(TripColumn.PassengerCount))}");
        });
        Assert.Equal(File.ReadLines(Path.Combine(folder, "expected_daily_first10000.csv")).Skip(1), days);
    }

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("TAXI_DATA_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "TAXI_DATA_DIR names no folder with real trips.");
        return folder!;
    }
}

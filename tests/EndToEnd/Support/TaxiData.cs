using System.Globalization;
using OrleansLambda.Grains.Abstractions;

namespace OrleansLambda.EndToEnd.Support;

/// <summary>Ten thousand real trips and their exact totals, from the folder that TAXI_DATA_DIR names.</summary>
public static class TaxiData
{
    private const string Variable = "TAXI_DATA_DIR";

    /// <summary>The trips as CSV.</summary>
    public static string Csv => Find("yellow_tripdata_2024-01_first10000.csv");

    /// <summary>The same trips as Parquet.</summary>
    public static string Parquet => Find("yellow_tripdata_2024-01_first10000.parquet");

    /// <summary>The totals that each date of them has.</summary>
    public static SortedDictionary<string, TripTotals> Days
    {
        get
        {
            var days = new SortedDictionary<string, TripTotals>(StringComparer.Ordinal);
            foreach (var line in File.ReadLines(Find("expected_daily_first10000.csv")).Skip(1))
            {
                var fields = line.Split(',');
                decimal Number(int i) => decimal.Parse(fields[i], CultureInfo.InvariantCulture);
                days.Add(fields[0], new TripTotals((long)Number(1), Number(2), Number(3), Number(4), Number(5), (long)Number(6)));
            }
            return days;
        }
    }

    private static string Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(folder is null, $"{Variable} does not name the folder with the real trips.");
        return Path.Combine(folder!, name);
    }
}

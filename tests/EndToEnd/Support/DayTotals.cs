using System.Text.Json;
using OrleansLambda.Grains.Abstractions;

namespace OrleansLambda.EndToEnd.Support;

/// <summary>Reads the days that the API serves.</summary>
public static class DayTotals
{
    /// <summary>Days of <paramref name="source"/> that have rides, by date.</summary>
    public static SortedDictionary<string, TripTotals> Of(JsonElement answer, string source)
    {
        var days = new SortedDictionary<string, TripTotals>(StringComparer.Ordinal);
        foreach (var day in answer.GetProperty("days").EnumerateArray())
        {
            if (day.GetProperty("source").GetString() != source)
                continue;
            days.Add(day.GetProperty("date").GetString()!, new TripTotals(
                day.GetProperty("rides").GetInt64(),
                day.GetProperty("total_amount").GetDecimal(),
                day.GetProperty("fare_amount").GetDecimal(),
                day.GetProperty("tip_amount").GetDecimal(),
                day.GetProperty("trip_distance").GetDecimal(),
                day.GetProperty("passenger_count").GetInt64()));
        }
        return days;
    }
}

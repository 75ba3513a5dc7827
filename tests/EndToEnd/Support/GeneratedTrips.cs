using System.Globalization;
using OrleansLambda.Grains.Abstractions;
using OrleansLambda.Grains.Sample;

namespace OrleansLambda.EndToEnd.Support;

/// <summary>A month of made-up trips as CSV, with lines among them that are no trips, and what they add up to, read from the lines by themselves.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">How many lines are trips.</param>
/// <param name="Bad">How many are not.</param>
/// <param name="Days">The totals that each date of them has.</param>
public sealed record GeneratedTrips(string Path, int Rows, int Bad, SortedDictionary<string, TripTotals> Days)
{
    private const int RowsForEachBad = 997;

    /// <summary>Writes the file; the same seed gives the same one.</summary>
    public static async Task<GeneratedTrips> WriteAsync(ScratchFolder folder, int rows, int seed)
    {
        var (good, path) = (folder.File("good.csv"), folder.File("trips.csv"));
        await SampleCsv.WriteFileAsync(good, new SampleOptions { Rows = rows, RowsPerDay = Math.Max(10, rows / 30), Seed = (ulong)seed });
        var days = new SortedDictionary<string, TripTotals>(StringComparer.Ordinal);
        var (line, bad) = (0, 0);
        await using var file = new StreamWriter(path);
        await foreach (var text in File.ReadLinesAsync(good))
        {
            await file.WriteLineAsync(text);
            if (line++ == 0)
                continue; // The header.
            var fields = text.Split(',');
            var date = fields[1][..10];
            days[date] = days.GetValueOrDefault(date).Merge(
                new TripTotals(1, Number(fields[16]), Number(fields[10]), Number(fields[13]), Number(fields[4]), (long)Number(fields[3])));
            if (line % RowsForEachBad != 0)
                continue;
            await file.WriteLineAsync(text.Replace(fields[1], "2024-02-30 00:00:00", StringComparison.Ordinal));
            bad++;
        }
        File.Delete(good);
        return new GeneratedTrips(path, line - 1, bad, days);
    }

    private static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;
using DuckDB.NET.Data;
using OrleansLambda.Grains.Sample;

namespace OrleansLambda.Benchmarks;

/// <summary>
/// Runs the same generated trips through DuckDB's own COPY, the program's import and its replay, in turns, each on an
/// empty folder.
/// </summary>
public sealed class Bench : IDisposable
{
    // As dense as New York's: about eleven trips to a window.
    private const int TripsPerDay = 96_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-bench-");
    private readonly long _trips;
    private readonly List<(string Work, double Seconds, long PeakMegabytes)> _results = [];

    private Bench(long trips) => _trips = trips;

    private string Csv => Path.Combine(_folder.FullName, "trips.csv");

    /// <summary>Generates the trips.</summary>
    public static async Task<Bench> PrepareAsync(long trips)
    {
        var bench = new Bench(trips);
        await SampleCsv.WriteFileAsync(bench.Csv, new SampleOptions { Rows = trips, RowsPerDay = TripsPerDay });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trips:N0} trips, {new FileInfo(bench.Csv).Length / 1e6:N0} MB of CSV"));
        return bench;
    }

    /// <summary>DuckDB's COPY of the file into a table with the dataset's types, and a checkpoint: the figure to be compared with.</summary>
    public void Copy(int round)
    {
        var file = Path.Combine(_folder.FullName, $"copy-{round}.duckdb");
        var start = TimeProvider.System.GetTimestamp();
        using (var connection = new DuckDBConnection($"Data Source={file}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"{CopySql.Table} COPY trips FROM '{Csv}' (HEADER); CHECKPOINT;";
            command.ExecuteNonQuery();
        }
        Report("DuckDB COPY + checkpoint", TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0);
        File.Delete(file);
    }

    /// <summary>The program's import: the times it states for the import itself and for its days, and the whole process's.</summary>
    public async Task ImportAsync(int round)
    {
        var run = await MeasuredProcess.RunAsync(Folder("import", round), "import", Csv);
        Report("import, whole process", run.Seconds, run.PeakMegabytes);
        Report("import, from start to end of the import", run.Number("Imported in"), run.PeakMegabytes);
        Report("aggregation of all its days", run.Number("days in"), run.PeakMegabytes);
    }

    /// <summary>The program's replay at full speed: from the first event sent to the last one durable in its window.</summary>
    public async Task ReplayAsync(int round)
    {
        var run = await MeasuredProcess.RunAsync(Folder("replay", round), "replay", Csv, "--speed", "max");
        Report("replay, whole process", run.Seconds, run.PeakMegabytes);
        Report("replay, first event sent to last one counted", run.Number("counted in"), run.PeakMegabytes);
    }

    /// <summary>Prints the medians, their rates, and their ratio to COPY.</summary>
    public void Summarize()
    {
        var copy = Median("DuckDB COPY + checkpoint");
        Console.WriteLine();
        Console.WriteLine("| work | median s | trips/s | x COPY | peak MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var work in _results.Select(r => r.Work).Distinct())
        {
            var seconds = Median(work);
            var peak = _results.Where(r => r.Work == work).Max(r => r.PeakMegabytes);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {work} | {seconds:N2} | {_trips / seconds:N0} | {seconds / copy:N2} | {(peak == 0 ? "" : $"{peak:N0}")} |"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string Folder(string work, int round) => Path.Combine(_folder.FullName, $"{work}-{round}");

    private double Median(string work)
    {
        var sorted = _results.Where(r => r.Work == work).Select(r => r.Seconds).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private void Report(string work, double seconds, long peakMegabytes)
    {
        _results.Add((work, seconds, peakMegabytes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work}: {seconds:N2} s, {_trips / seconds:N0}/s, peak {peakMegabytes:N0} MB"));
    }
}

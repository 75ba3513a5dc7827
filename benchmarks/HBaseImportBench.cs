using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansLambda.Grains.Abstractions;
using OrleansLambda.Grains.Batch.Datasets;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Sample;
using OrleansLambda.HBase.Client;
using OrleansLambda.Storage.HBase;

namespace OrleansLambda.Benchmarks;

/// <summary>
/// Imports generated trips into HBase through the store, in turns with HBase's own Java client, which writes rows of the same
/// trips to the same cluster; then counts them, adds them up by date, and imports them again.
/// </summary>
/// <remarks>
/// The Java client's time is for making rows of lines in memory and writing them. The store's is for reading the file, making
/// trips of it, and adding them, each chunk durable before the next. Needs <c>HBASE_HOME</c> and <c>PEERS_HOME</c> as
/// <see cref="HBaseBench"/> does.
/// </remarks>
public sealed class HBaseImportBench : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly HBaseCluster _cluster;
    private readonly int _rows;
    private readonly List<(string Work, double Seconds)> _results = [];

    private HBaseImportBench(DirectoryInfo folder, HBaseCluster cluster, int rows) => (_folder, _cluster, _rows) = (folder, cluster, rows);

    private string Csv => Path.Combine(_folder.FullName, "trips.csv");

    /// <summary>Starts a cluster, and writes the trips into a file.</summary>
    public static async Task<HBaseImportBench> PrepareAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("lambda-hbase-import-");
        var bench = new HBaseImportBench(folder, await HBaseCluster.StartAsync(folder.FullName), rows);
        await SampleCsv.WriteFileAsync(bench.Csv, new SampleOptions { Rows = rows });
        return bench;
    }

    /// <summary>The Java client: BufferedMutator with 8 MB, into eight regions; the time it states itself.</summary>
    /// <param name="durability">As HBase's Java client names it.</param>
    public async Task JavaAsync(string durability)
    {
        var output = await Tool.RunAsync(
            Tool.Home("PEERS_HOME", "peers"), ["hbase", _cluster.Configuration, Csv, _rows.ToString(CultureInfo.InvariantCulture), durability]);
        var line = output.Split('\n').Single(static l => l.StartsWith("java BufferedMutator", StringComparison.Ordinal));
        Report($"Java client, {durability}", double.Parse(line.Split(", ").Single(static word => word.EndsWith(" s", StringComparison.Ordinal))[..^2], CultureInfo.InvariantCulture));
    }

    /// <summary>The store, into tables of its own.</summary>
    /// <param name="round">Which round it is.</param>
    public async Task StoreAsync(int round)
    {
        await using var client = new HBaseClient(new HBaseOptions { Servers = _cluster.Master, OperationTimeout = TimeSpan.FromMinutes(5) });
        var tables = new HBaseTables(client, Options.Create(new HBaseStorageOptions { TablePrefix = $"round{round}_" }), NullLogger<HBaseTables>.Instance);
        await tables.OpenAsync();
        using var store = new HBaseTripStore(tables);
        await MeasureAsync("store, import", () => ImportAsync(store), _rows);
        await client.Admin.FlushAsync($"round{round}_taxi_raw");
        await MeasureAsync("store, count", store.CountAsync, _rows);
        await MeasureAsync("store, totals by date", async () => (await store.TotalsByDateAsync(DateOnly.MinValue, DateOnly.MaxValue)).Values.Sum(static day => day.Rides), _rows);
        await MeasureAsync("store, import again", () => ImportAsync(store), 0);
    }

    /// <summary>Prints the medians.</summary>
    public void Summarize()
    {
        Console.WriteLine();
        Console.WriteLine($"| {_rows:N0} trips | median s | trips/s | x Java, SYNC_WAL |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var java = Median("Java client, SYNC_WAL");
        foreach (var work in _results.Select(static r => r.Work).Distinct())
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {work} | {Median(work):N2} | {_rows / Median(work):N0} | {java / Median(work):N2} |"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cluster.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<long> ImportAsync(HBaseTripStore store)
    {
        var added = 0L;
        await foreach (var chunk in new CsvDatasetReader().ReadAsync(Csv, 0, IDatasetReader.MaxTrips))
            added += await store.AppendAsync(chunk.Trips);
        return added;
    }

    private async Task MeasureAsync(string work, Func<Task<long>> run, long expected)
    {
        var start = TimeProvider.System.GetTimestamp();
        var count = await run();
        Report(work, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        if (count != expected)
            throw new InvalidOperationException($"{work} gave {count:N0}, not {expected:N0}.");
    }

    private async Task MeasureAsync(string work, Func<CancellationToken, Task<long>> run, long expected) => await MeasureAsync(work, () => run(default), expected);

    private void Report(string work, double seconds)
    {
        _results.Add((work, seconds));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work}: {seconds:N2} s, {_rows / seconds:N0}/s"));
    }

    private double Median(string work)
    {
        var sorted = _results.Where(r => r.Work == work).Select(static r => r.Seconds).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

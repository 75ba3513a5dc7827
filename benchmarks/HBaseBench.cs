using System.Globalization;
using System.Text;
using OrleansLambda.HBase.Client;

namespace OrleansLambda.Benchmarks;

/// <summary>
/// Writes the same rows with HBase's own Java client and with ours, in turns, on one cluster, and reads them back: into
/// eight regions, each row one value of JSON made from a line of a file of trips. Then ours reads single rows.
/// </summary>
/// <remarks>
/// Needs a <see cref="HBaseCluster"/>, and <c>PEERS_HOME</c>, a folder with a script <c>peers hbase CONF_DIR CSV ROWS DURABILITY</c>.
/// </remarks>
public sealed class HBaseBench : IDisposable
{
    private const string Table = "bench_raw";

    private static readonly byte[] Family = "raw"u8.ToArray();
    private static readonly byte[] Qualifier = "data"u8.ToArray();

    private readonly DirectoryInfo _folder;
    private readonly HBaseCluster _cluster;
    private readonly string _csv;
    private readonly int _rows;
    private readonly Durability _durability;
    private readonly List<HBaseRound> _rounds = [];

    private HBaseBench(DirectoryInfo folder, HBaseCluster cluster, string csv, int rows, Durability durability) =>
        (_folder, _cluster, _csv, _rows, _durability) = (folder, cluster, csv, rows, durability);

    /// <summary>Starts a cluster of one region server.</summary>
    public static async Task<HBaseBench> PrepareAsync(string csv, int rows, Durability durability)
    {
        var folder = Directory.CreateTempSubdirectory("lambda-hbase-bench-");
        return new HBaseBench(folder, await HBaseCluster.StartAsync(folder.FullName), csv, rows, durability);
    }

    /// <summary>The Java client: BufferedMutator with 8 MB, and a scan with a caching of 5,000; the times it states itself.</summary>
    public async Task JavaAsync()
    {
        var durability = _durability switch { Durability.SkipWal => "SKIP_WAL", Durability.AsyncWal => "ASYNC_WAL", _ => "SYNC_WAL" };
        var output = await Tool.RunAsync(
            Tool.Home("PEERS_HOME", "peers"), ["hbase", _cluster.Configuration, _csv, _rows.ToString(CultureInfo.InvariantCulture), durability]);
        Report(new HBaseRound("Java client", Seconds("java BufferedMutator"), Seconds("scan:")));

        double Seconds(string line)
        {
            var words = output.Split('\n').Single(l => l.StartsWith(line, StringComparison.Ordinal)).Split(", ");
            return double.Parse(words.Single(word => word.EndsWith(" s", StringComparison.Ordinal))[..^2], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Ours: a writer as it comes, and a scan of one region after the other.</summary>
    public async Task NetAsync()
    {
        var lines = await File.ReadAllLinesAsync(_csv);
        var names = lines[0].Split(',');
        await using var client = new HBaseClient(new HBaseOptions { Servers = _cluster.Master, OperationTimeout = TimeSpan.FromMinutes(5) });
        if (await client.Admin.TableExistsAsync(Table))
        {
            await client.Admin.DisableTableAsync(Table);
            await client.Admin.DeleteTableAsync(Table);
        }
        await client.Admin.CreateTableAsync(
            new TableDescription(Table, new FamilyDescription("raw")), Enumerable.Range(1, 7).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}|")));
        var table = client.GetTable(Table);
        var (start, allocated) = (TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        await using (var writer = table.CreateWriter(new HBaseWriterOptions { Durability = _durability }))
        {
            for (var i = 0; i < _rows; i++)
                await writer.WriteAsync(Row(names, lines[1 + (i % (lines.Length - 1))].Split(','), i));
        }
        var write = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var writeBytes = GC.GetTotalAllocatedBytes(precise: true) - allocated - Making(lines, names);
        await client.Admin.FlushAsync(Table);
        (start, allocated) = (TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        long count = 0;
        await foreach (var _ in table.ScanAsync(new Scan { PageRows = 5_000, CacheBlocks = false }))
            count++;
        if (count != _rows)
            throw new InvalidOperationException($"{_rows:N0} rows were written, and {count:N0} read.");
        var scan = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var scanBytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Report(new HBaseRound("ours", write, scan, (double)writeBytes / _rows, (double)scanBytes / _rows, await HBaseLatency.MeasureAsync(table, await KeysAsync(table))));
    }

    /// <summary>Prints the medians.</summary>
    public void Summarize()
    {
        Console.WriteLine();
        Console.WriteLine($"{_rows:N0} rows, {_durability}");
        Console.WriteLine("| client | write, rows/s | x Java | allocated, B/row | scan, rows/s | x Java | allocated, B/row |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var client in _rounds.Select(round => round.Client).Distinct())
        {
            var (write, scan) = (Median(client, round => round.Write), Median(client, round => round.Scan));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {client} | {_rows / write:N0} | {Median("Java client", round => round.Write) / write:N2} | {Bytes(client, round => round.WriteBytes)} | {_rows / scan:N0} | {Median("Java client", round => round.Scan) / scan:N2} | {Bytes(client, round => round.ScanBytes)} |"));
        }
        Console.WriteLine();
        Console.WriteLine("| one after the other | p50, ms | p99, ms |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var (work, of) in new (string, Func<HBaseLatency, Percentiles>)[] { ("Get of a row", latency => latency.Get), ("round trip: whether a missing row exists", latency => latency.RoundTrip) })
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {work} | {Median("ours", round => of(round.Latency!).P50):N3} | {Median("ours", round => of(round.Latency!).P99):N3} |"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cluster.Dispose();
        _folder.Delete(recursive: true);
    }

    // What the Java client's program makes of a line, made in the same way: text of some columns in quotes, nothing as null.
    private static Put Row(string[] names, string[] fields, int number)
    {
        var json = new StringBuilder(512).Append('{');
        for (var i = 0; i < names.Length; i++)
        {
            json.Append(i > 0 ? ",\"" : "\"").Append(names[i]).Append("\":");
            if (fields[i].Length == 0)
                json.Append("null");
            else if (i is 1 or 2 or 6)
                json.Append('"').Append(fields[i]).Append('"');
            else
                json.Append(fields[i]);
        }
        var time = fields[1].Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        var key = string.Create(CultureInfo.InvariantCulture, $"{number % 8}|{time}|{number:D10}");
        return new Put(Encoding.UTF8.GetBytes(key)).Add(Family, Qualifier, 1, Encoding.UTF8.GetBytes(json.Append('}').ToString()));
    }

    // What the making of the rows allocates is no matter of the client's.
    private long Making(string[] lines, string[] names)
    {
        const int Sample = 10_000;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Sample; i++)
            _ = Row(names, lines[1 + (i % (lines.Length - 1))].Split(','), i);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) * _rows / Sample;
    }

    private static async Task<List<byte[]>> KeysAsync(HBaseTable table)
    {
        var keys = new List<byte[]>();
        await foreach (var row in table.ScanAsync(new Scan { Limit = 1_000 }))
            keys.Add(row.Key.ToArray());
        return keys;
    }

    private string Bytes(string client, Func<HBaseRound, double?> of) =>
        _rounds.Where(round => round.Client == client).Select(of).OfType<double>().Order().ToArray() is { Length: > 0 } sorted
            ? string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:N0}")
            : "";

    private double Median(string client, Func<HBaseRound, double> of)
    {
        var sorted = _rounds.Where(round => round.Client == client).Select(of).Order().ToArray();
        return sorted.Length > 0 ? sorted[sorted.Length / 2] : double.NaN;
    }

    private void Report(HBaseRound round)
    {
        _rounds.Add(round);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{round.Client}: write {round.Write:N1} s, {_rows / round.Write:N0}/s; scan {round.Scan:N1} s, {_rows / round.Scan:N0}/s"));
    }
}

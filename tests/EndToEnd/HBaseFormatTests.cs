using System.IO.Compression;
using OrleansLambda.RealServers;

namespace OrleansLambda.EndToEnd;

/// <summary>What <c>import</c> leaves in a real HBase, cell by cell, as HBase's own shell reads it, whatever the trips came in.</summary>
public sealed class HBaseFormatTests
{
    // Said in two words, because the shell repeats its commands before it carries them out.
    private const string SayEndOfTable = "puts 'end of a ' + 'table'";
    private const string EndOfTable = "end of a table";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Whole numbers as exports write them, empty fields, dates of clocks that were never set, and a column of later months.
    private const string Plain = """
        VendorID,tpep_pickup_datetime,passenger_count,trip_distance,total_amount,cbd_congestion_fee
        2,2024-01-31 23:59:59,2.0,1.72,22.7,0.75
        1,2002-12-31 22:59:39,,0.0,-3.5,0.0
        2,2009-01-01 00:00:00,1.0,5.1,7.0,
        2,2024-02-01 00:00:00,2.0,1.72,22.7,0.75
        """;

    private const string Otherwise = """
        cbd_congestion_fee,TOTAL_AMOUNT,Passenger_Count,vendorid,Trip_Distance,TPEP_PICKUP_DATETIME
        0.75,22.70,2,2,1.720,2024-01-31 23:59:59
        0,-3.50,,1,0,2002-12-31 22:59:39
        ,7,1,2.0,5.10,2009-01-01 00:00:00
        0.750,22.7,2,2.0,1.72,2024-02-01 00:00:00
        """;

    private static readonly string[] Documents =
    [
        """{"total_amount":22.7,"trip_distance":1.72,"passenger_count":2,"VendorID":2,"tpep_pickup_datetime":"2024-01-31 23:59:59","extras":{"cbd_congestion_fee":0.75}}""",
        """{"total_amount":-3.5,"trip_distance":0,"VendorID":1,"tpep_pickup_datetime":"2002-12-31 22:59:39","extras":{"cbd_congestion_fee":0}}""",
        """{"total_amount":7,"trip_distance":5.1,"passenger_count":1,"VendorID":2,"tpep_pickup_datetime":"2009-01-01 00:00:00"}""",
        """{"total_amount":22.7,"trip_distance":1.72,"passenger_count":2,"VendorID":2,"tpep_pickup_datetime":"2024-02-01 00:00:00","extras":{"cbd_congestion_fee":0.75}}""",
    ];

    [Fact]
    public async Task Import_LeavesTheSameCells_FromEveryFormat_AndHoweverTheColumnsStand()
    {
        var (csv, parquet) = (TaxiData.Csv, TaxiData.Parquet);
        Assert.SkipWhen(HBaseProcess.FindScript() is null, "HBASE_HOME names no folder with the script 'hbase'.");
        await using var hbase = await HBaseProcess.StartAsync(HBaseProcess.FindScript()!, regionServers: 1);
        using var source = new ScratchFolder();
        await using (var zip = await ZipFile.OpenAsync(source.File("trips.zip"), ZipArchiveMode.Create))
            await zip.CreateEntryFromFileAsync(csv, "trips.csv");
        await File.WriteAllTextAsync(source.File("plain.csv"), Plain);
        await File.WriteAllTextAsync(source.File("otherwise.csv"), Otherwise);

        var real = await Task.WhenAll(ImportAsync("csv", csv), ImportAsync("zip", source.File("trips.zip")), ImportAsync("parquet", parquet));
        var odd = await Task.WhenAll(ImportAsync("plain", source.File("plain.csv")), ImportAsync("otherwise", source.File("otherwise.csv")));

        Assert.All(real, output => Assert.Contains("10,000 trips added", output, StringComparison.Ordinal));
        Assert.All(odd, output => Assert.Contains("4 trips added", output, StringComparison.Ordinal));
        string[] names = ["csv", "zip", "parquet", "plain", "otherwise"];
        var shell = await hbase.ShellAsync(
            string.Join('\n', names.Select(name => $"scan '{name}_taxi_raw', {{RAW => true, VERSIONS => 100}}\n{SayEndOfTable}")) + "\nscan 'otherwise_taxi_agg'");
        var tables = shell.Split(EndOfTable);
        var cells = names.Zip(tables).ToDictionary(pair => pair.First, pair => Cells(pair.Second));
        Assert.Equal(10_000, cells["csv"].Length);
        Assert.Equal(cells["csv"], cells["zip"]);
        Assert.Equal(cells["csv"], cells["parquet"]);
        Assert.Equal(Documents.Order(StringComparer.Ordinal), cells["plain"].Select(cell => cell[cell.IndexOf('{', StringComparison.Ordinal)..]).Order(StringComparer.Ordinal));
        Assert.Equal(cells["plain"], cells["otherwise"]);
        foreach (var date in (string[])["2002-12-31", "2009-01-01", "2024-01-31", "2024-02-01"])
            Assert.Contains($"\"date\":\"{date}\",\"rides\":1,", tables[^1], StringComparison.Ordinal);

        async Task<string> ImportAsync(string name, string file)
        {
            using var data = new ScratchFolder();
            return await LambdaProcess.RunAsync(
                data.Path, Patience, ["import", file, "--Store:Kind=hbase", $"--HBase:Servers={hbase.Master}", $"--HBaseStorage:TablePrefix={name}_"]);
        }
    }

    // Row, timestamp and value of every cell, those too that a later one hides.
    private static string[] Cells(string scan) =>
        [.. scan.Split('\n').Where(line => line.Contains("column=raw:data", StringComparison.Ordinal)).Select(line => line.Trim())];
}

using OrleansLambda.RealServers;

namespace OrleansLambda.EndToEnd;

/// <summary>The program with its results in a real HBase, and what HBase's own shell says of them.</summary>
public sealed class HBaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    [Fact]
    public async Task Import_GivesTheExactDays_AndTablesThatHBasesShellReads()
    {
        var csv = TaxiData.Csv;
        Assert.SkipWhen(HBaseProcess.FindScript() is null, "HBASE_HOME names no folder with the script 'hbase'.");
        await using var hbase = await HBaseProcess.StartAsync(HBaseProcess.FindScript()!, regionServers: 1);
        using var data = new ScratchFolder();
        string[] store = ["--Store:Kind=hbase", $"--HBase:Servers={hbase.Master}"];

        Assert.Contains("10,000 trips added", await LambdaProcess.RunAsync(data.Path, Patience, ["import", csv, .. store]), StringComparison.Ordinal);
        Assert.Contains("10,000 known before", await LambdaProcess.RunAsync(data.Path, Patience, ["import", TaxiData.Parquet, .. store]), StringComparison.Ordinal);

        using var api = new LambdaApi();
        await using (var lambda = LambdaProcess.Start(data.Path, ["run", "--urls", api.Url, "--Ingest:Enabled=false", .. store]))
        {
            var answer = await api.WaitAsync("/api/v1/days?from=2000-01-01&to=2024-12-31", "no days were served", _ => true, Patience, () => lambda.Output);
            Assert.Equal(TaxiData.Days, DayTotals.Of(answer, "batch"));
            // An event of today goes through the log and the windows.
            using var content = new StringContent("""{"tpep_pickup_datetime":"2024-06-01 00:57:55","total_amount":22.7}""", System.Text.Encoding.UTF8, "application/json");
            Assert.Equal(System.Net.HttpStatusCode.Accepted, await api.PostEventsAsync(content));
            await api.WaitAsync("/api/v1/windows/2024-06-01T00:57:50Z", "the event was not counted", _ => true, Patience, () => lambda.Output);
        }

        var shell = await hbase.ShellAsync(string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, "scripts", "hbase")).Order().Select(File.ReadAllText)));
        Assert.Contains("10000 row(s)", shell, StringComparison.Ordinal);
        Assert.Contains($"\"date\":\"{TaxiData.Days.First().Key}\",\"rides\":{TaxiData.Days.First().Value.Rides},", shell, StringComparison.Ordinal);
        Assert.Contains("checkpoint/commits/", shell, StringComparison.Ordinal);
        Assert.Contains("mark/2024-01-01", shell, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", shell, StringComparison.Ordinal);
        Assert.Contains("\"window_start\":\"2024-06-01T00:57:50Z\",\"window_end\":\"2024-06-01T00:58:00Z\",\"count\":1,\"total_amount\":22.7,", shell, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AndImport_GiveEveryDayToTheCent_AndEachTripOnce()
    {
        var csv = TaxiData.Csv;
        Assert.SkipWhen(HBaseProcess.FindScript() is null, "HBASE_HOME names no folder with the script 'hbase'.");
        await using var hbase = await HBaseProcess.StartAsync(HBaseProcess.FindScript()!, regionServers: 1);
        using var data = new ScratchFolder();
        // All of them in UTC: the days of a replay are those of the process that finds its events first.
        string[] store = ["--Store:Kind=hbase", $"--HBase:Servers={hbase.Master}", "--Batch:TimeZone=UTC"];
        string[] run = ["run", "--Sample:Rows=0", "--Ingest:Enabled=false", .. store];

        await using (var cut = LambdaProcess.Start(data.Path, ["replay", csv, "--speed", "1000", .. store]))
        {
            await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
            await cut.KillAsync();
        }
        await LambdaProcess.RunAsync(data.Path, Patience, ["replay", csv, .. store]);
        using (var api = new LambdaApi())
        {
            await using var lambda = LambdaProcess.Start(data.Path, [.. run, "--urls", api.Url]);
            await api.WaitAsync("/api/v1/ledger", "not all trips were counted", ledger =>
                ledger.GetProperty("partitions").EnumerateArray().Sum(p => p.GetProperty("counted").GetInt64()) == 10_000, Patience, () => lambda.Output);
            Assert.Equal(TaxiData.Days, await api.WindowTotalsByDateAsync("2023-12-01T00:00:00Z", "2024-03-01T00:00:00Z"));
            Assert.Equal(TaxiData.Days, await DaysAsync(api, lambda));
        }

        // Each trip is now in the stream and in the dataset.
        Assert.Contains("10,000 trips added", await LambdaProcess.RunAsync(data.Path, Patience, ["import", csv, .. store]), StringComparison.Ordinal);
        using (var api = new LambdaApi())
        {
            await using var lambda = LambdaProcess.Start(data.Path, [.. run, "--urls", api.Url]);
            Assert.Equal(TaxiData.Days, await DaysAsync(api, lambda));
        }
    }

    [Fact]
    public async Task Run_SaysWhoDoesNotAnswer_AndGivesUpAfterItsTime()
    {
        using var data = new ScratchFolder();
        using var api = new LambdaApi();
        using var http = new HttpClient();
        await using var lambda = LambdaProcess.Start(
            data.Path,
            "run", "--urls", api.Url, "--Ingest:Enabled=false", "--Store:Kind=hbase", "--HBase:Servers=localhost:1", "--Api:ReadinessTimeout=00:00:10", "--Start:Timeout=00:00:30");
        await api.WaitAsync("/health/live", "the API was not up while the silo waited", _ => true, Patience, () => lambda.Output);

        using var ready = await http.GetAsync($"{api.Url}/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var body = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("HBase at localhost:1 (HBase:Servers) does not answer", body, StringComparison.Ordinal);
        Assert.Equal(1, await lambda.ExitAsync(Patience));
        Assert.Contains("error: HBase at localhost:1 (HBase:Servers) does not answer", lambda.Output, StringComparison.Ordinal);
        Assert.Contains("It was tried for 00:00:30 (Start:Timeout).", lambda.Output, StringComparison.Ordinal);
    }

    // The days as they are served once the batch layer has made all of them, of all trips: the day on which a replay was killed is made of some
    // of its trips first.
    private static async Task<SortedDictionary<string, Grains.Abstractions.TripTotals>> DaysAsync(LambdaApi api, LambdaProcess lambda) => DayTotals.Of(
        await api.WaitAsync(
            "/api/v1/days?from=2000-01-01&to=2024-12-31",
            "not all days were made",
            answer =>
            {
                var batch = DayTotals.Of(answer, "batch");
                return batch.Count == TaxiData.Days.Count && batch.Values.Sum(day => day.Rides) >= TaxiData.Days.Values.Sum(day => day.Rides) && DayTotals.Of(answer, "speed").Count == 0;
            },
            Patience,
            () => lambda.Output),
        "batch");
}

using System.Globalization;
using System.Text.Json;
using OrleansLambda.Grains.Ports;
using OrleansLambda.RealServers;

namespace OrleansLambda.EndToEnd;

/// <summary>
/// The program imports into a real HBase and adds up the days, while its own process, region servers and the master are killed.
/// <c>HBASE_KILLS</c> says how many kills, of which ten in fifteen are of the program and one is of the master,
/// <c>HBASE_KILL_ROWS</c> of how many trips, and <c>HBASE_SEED</c> when; where they are not set, few of both that CI has time for.
/// </summary>
public sealed class HBaseKillTests(ITestOutputHelper output)
{
    private const string Program = "program";

    private static readonly string[] Fifteen = [.. Enumerable.Repeat(Program, 10), "regionserver1", "regionserver2", "regionserver1", "regionserver2", "master"];
    private static readonly string[] Few = [Program, "regionserver1", Program];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact(Timeout = 7_200_000)]
    public async Task Import_GivesTheExactDaysAndRows_ThroughKills()
    {
        Assert.SkipWhen(HBaseProcess.FindScript() is null, "HBASE_HOME names no folder with the script 'hbase'.");
        var (kills, rows, seed) = (Setting.Number("HBASE_KILLS", 0), Setting.Number("HBASE_KILL_ROWS", 300_000), Setting.Number("HBASE_SEED", Environment.TickCount & 0xFFFF));
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] killed = kills > 0 ? [.. Enumerable.Range(0, kills).Select(i => Fifteen[i % Fifteen.Length])] : Few;
        random.Shuffle(killed);
        long[] moments = [.. killed.Select(_ => random.NextInt64(Math.Max(1, rows - IDatasetReader.MaxTrips))).Order()]; // Progress comes in chunks; one is left.
        using var source = new ScratchFolder();
        using var data = new ScratchFolder();
        var trips = await GeneratedTrips.WriteAsync(source, rows, seed);
        await using var hbase = await HBaseProcess.StartAsync(HBaseProcess.FindScript()!, regionServers: 2);
        using var api = new LambdaApi();
        var start = TimeProvider.System.GetTimestamp();
        var lambda = Start();
        try
        {
            foreach (var (who, moment) in killed.Zip(moments))
            {
                var records = (await ImportAsync($"the import had not come to record {moment}", import => import.GetProperty("records").GetInt64() >= moment)).GetProperty("records");
                await Task.Delay(random.Next(1_500), TestContext.Current.CancellationToken);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(start).TotalSeconds:N1} s, {records} records: {who} is killed"));
                if (who == Program)
                {
                    await lambda.DisposeAsync();
                    lambda = Start();
                    continue;
                }
                await hbase.KillAsync(who);
                await hbase.RestartAsync(who);
            }
            var ended = await ImportAsync("the import had not ended", import => import.GetProperty("state").GetString() != "running");
            Assert.Equal("completed", ended.GetProperty("state").GetString());
            Assert.Equal(
                (trips.Rows + trips.Bad, trips.Rows, trips.Bad),
                (ended.GetProperty("records").GetInt64(), ended.GetProperty("added").GetInt64(), ended.GetProperty("rejected").GetInt64()));
            var days = await api.WaitAsync(
                "/api/v1/days?from=2000-01-01&to=2024-12-31&limit=400", "not all trips were added up",
                answer => DayTotals.Of(answer, "batch").Sum(day => day.Value.Rides) >= trips.Rows, Patience, () => lambda.Output);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(start).TotalSeconds:N1} s: all is added up, after {killed.Length} kills"));
            Assert.Equal(trips.Days, DayTotals.Of(days, "batch"));
            Assert.Contains($"{trips.Rows} row(s)", await hbase.ShellAsync("count 'taxi_raw', INTERVAL => 10000000, CACHE => 10000"), StringComparison.Ordinal);
        }
        finally
        {
            await lambda.DisposeAsync();
        }

        LambdaProcess Start() => LambdaProcess.Start(
            data.Path,
            ["run", "--urls", api.Url, "--Ingest:Enabled=false", $"--Dataset:Path={trips.Path}", "--Store:Kind=hbase", $"--HBase:Servers={hbase.Master},{hbase.RegionServerAt(1)},{hbase.RegionServerAt(2)}"]);

        async Task<JsonElement> ImportAsync(string missing, Func<JsonElement, bool> isAsWished) => (await api.WaitAsync(
            "/api/v1/imports", missing, answer => answer.GetProperty("imports").EnumerateArray().Any(isAsWished), Patience, () => lambda.Output))
            .GetProperty("imports")[0];
    }
}

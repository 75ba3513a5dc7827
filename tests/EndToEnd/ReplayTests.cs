using System.Globalization;

namespace OrleansLambda.EndToEnd;

/// <summary><c>replay</c> in a process of its own.</summary>
public sealed class ReplayTests
{
    private const int Kills = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Replay_CountsEveryTripExactlyOnce_ThroughTwentyKills()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        using var data = new ScratchFolder();
        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Slow enough that a kill finds it at work: the whole would take ten seconds.
            await using var lambda = LambdaProcess.Start(data.Path, "replay", TaxiData.Csv, "--speed", "1000");
            await Task.Delay(random.Next(1000, 4000), TestContext.Current.CancellationToken);
            if (lambda.HasExited)
                continue;
            await lambda.KillAsync();
            killed++;
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"killed {killed} times");
        await LambdaProcess.RunAsync(data.Path, Patience, "replay", TaxiData.Csv);

        using var api = new LambdaApi();
        await using var run = LambdaProcess.Start(data.Path, "run", "--urls", api.Url, "--Sample:Rows=0", "--Ingest:Enabled=false");
        await api.WaitAsync("/api/v1/ledger", "not all trips were counted", ledger =>
            ledger.GetProperty("partitions").EnumerateArray().Sum(p => p.GetProperty("counted").GetInt64()) == 10_000, Patience, () => run.Output);
        Assert.Equal(TaxiData.Days, await api.WindowTotalsByDateAsync("2023-12-01T00:00:00Z", "2024-03-01T00:00:00Z"));
    }

    [Fact]
    public async Task Replay_LeavesWholeDays_WhenItGoesOnWithOneThatWasKilled()
    {
        using var files = new ScratchFolder();
        using var data = new ScratchFolder();
        var trips = await GeneratedTrips.WriteAsync(files, rows: 6000, seed: 1);
        string[] replay = ["replay", trips.Path, "--speed", "1000", "--Batch:TimeZone=UTC"];
        await using (var lambda = LambdaProcess.Start(data.Path, replay))
        {
            // The first line comes after two of six seconds.
            await lambda.PrintedAsync("Replay: ", Patience);
            await lambda.KillAsync();
        }

        // Its start finds the day that the kill fell on with a part of its events.
        await LambdaProcess.RunAsync(data.Path, Patience, replay);

        using var nobody = new LambdaApi();
        var status = await LambdaProcess.RunAsync(data.Path, Patience, "status", "--urls", nobody.Url, "--Batch:TimeZone=UTC");
        foreach (var (date, totals) in trips.Days)
            Assert.Matches(string.Create(CultureInfo.InvariantCulture, $@"{date}\s+{totals.Rides:N0}\s+{totals.TotalAmount:N2}\s.*\sbatch"), status);
    }
}

using System.Net;
using System.Text;

namespace OrleansLambda.EndToEnd;

/// <summary><c>run</c> in a process of its own.</summary>
public sealed class RunTests
{
    private static readonly TimeSpan FirstOutput = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Stop = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Run_ShowsWindowsAndSampleDays_OnAnEmptyFolder()
    {
        using var data = new ScratchFolder();
        using var api = new LambdaApi();
        await using var lambda = LambdaProcess.Start(data.Path, "run", "--urls", api.Url);
        await lambda.FirstLine.WaitAsync(FirstOutput, TestContext.Current.CancellationToken);

        await api.WaitAsync("/api/v1/windows?limit=10", "no window was served", HasAny("windows"), Patience, () => lambda.Output);
        var days = await api.WaitAsync(
            "/api/v1/days?from=2000-01-01&to=2024-12-31&limit=400", "the sample's days were not served",
            answer => DayTotals.Of(answer, "batch").Sum(d => d.Value.Rides) == 100_000, Patience, () => lambda.Output);
        Assert.Equal(100_000, DayTotals.Of(days, "batch").Sum(day => day.Value.Rides));

        lambda.SendInterrupt();
        Assert.Equal(0, await lambda.ExitAsync(Stop));
    }

    [Fact]
    public async Task Run_TellsWhoHoldsTheStore_WhenStartedTwice()
    {
        using var data = new ScratchFolder();
        using var api = new LambdaApi();
        using var otherApi = new LambdaApi();
        await using var first = LambdaProcess.Start(data.Path, "run", "--urls", api.Url, "--Sample:Rows=0");
        await api.WaitAsync("/health/live", "the first did not start", _ => true, Patience, () => first.Output);

        await using var second = LambdaProcess.Start(data.Path, "run", "--urls", otherApi.Url);
        Assert.Equal(1, await second.ExitAsync(Patience));
        Assert.Contains("lambda.duckdb", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NamesThePort_WhenItIsTaken()
    {
        using var data = new ScratchFolder();
        using var otherData = new ScratchFolder();
        using var api = new LambdaApi();
        await using var first = LambdaProcess.Start(data.Path, "run", "--urls", api.Url, "--Sample:Rows=0");
        await api.WaitAsync("/health/live", "the first did not start", _ => true, Patience, () => first.Output);

        await using var second = LambdaProcess.Start(otherData.Path, "run", "--urls", api.Url, "--Sample:Rows=0");
        Assert.Equal(1, await second.ExitAsync(Patience));
        Assert.Contains(new Uri(api.Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ImportsEveryDatasetOfTheFolder_ThoughOneIsNoneAndFewMayWait()
    {
        const int datasets = 6;
        using var data = new ScratchFolder();
        await File.WriteAllTextAsync(data.File("0.csv"), "", TestContext.Current.CancellationToken);
        for (var seed = 1; seed <= datasets; seed++)
            File.Move((await GeneratedTrips.WriteAsync(data, rows: 20, seed)).Path, data.File($"{seed}.csv"));
        using var api = new LambdaApi();
        await using var lambda = LambdaProcess.Start(data.Path, "run", "--urls", api.Url, "--Import:MaxWaiting=1", "--Ingest:Enabled=false");

        await api.WaitAsync(
            "/api/v1/imports", "not all datasets were imported",
            answer => answer.GetProperty("imports").EnumerateArray().Count(import => import.GetProperty("state").GetString() == "completed") == datasets, Patience, () => lambda.Output);
        await lambda.PrintedAsync($"No dataset was imported from {data.File("0.csv")}: ", Patience);
    }

    [Fact]
    public async Task DuckDbPath_NamesTheDatabase_ForEveryVerb()
    {
        using var data = new ScratchFolder();
        using var files = new ScratchFolder();
        var trips = await GeneratedTrips.WriteAsync(files, rows: 100, seed: 1);
        var database = files.File("of/mine.duckdb");
        var setting = $"--DuckDb:Path={database}";
        using var api = new LambdaApi();
        await LambdaProcess.RunAsync(data.Path, Patience, "import", trips.Path, setting);
        await LambdaProcess.RunAsync(data.Path, Patience, "replay", trips.Path, setting);
        Assert.False(File.Exists(data.File("lambda.duckdb")));

        Assert.Contains("trips         100", await LambdaProcess.RunAsync(data.Path, Patience, "status", "--urls", api.Url, setting), StringComparison.Ordinal);
        Assert.Contains($"there is no {data.File("lambda.duckdb")} yet", await LambdaProcess.RunAsync(data.Path, Patience, "status", "--urls", api.Url), StringComparison.Ordinal);

        await using var run = LambdaProcess.Start(data.Path, "run", "--urls", api.Url, setting);
        await run.PrintedAsync($"The database {database} was opened", Patience);
        await using var second = LambdaProcess.Start(data.Path, "import", trips.Path, setting);
        Assert.Equal(1, await second.ExitAsync(Patience));
        Assert.Contains($"{database} is in use by process", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Speed:AllowedLateness=-1", "AllowedLateness")]
    [InlineData("--Nonsense:Key=1", "Nonsense")]
    [InlineData("--Batch:TimeZone=Mars/Olympus", "Mars/Olympus")]
    public async Task Run_NamesTheSetting_WhenItIsWrong(string setting, string named)
    {
        using var data = new ScratchFolder();
        using var api = new LambdaApi();
        await using var lambda = LambdaProcess.Start(data.Path, "run", "--urls", api.Url, setting);
        Assert.NotEqual(0, await lambda.ExitAsync(Patience));
        Assert.Contains(named, lambda.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", lambda.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CountsEachAcceptedPostExactlyOnce_ThroughKills()
    {
        const int kills = 6;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        using var data = new ScratchFolder();
        var outcomes = new Dictionary<DateTimeOffset, HttpStatusCode?>();
        var time = new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);
        for (var kill = 0; kill <= kills; kill++)
        {
            using var api = new LambdaApi();
            await using var lambda = LambdaProcess.Start(data.Path, "run", "--urls", api.Url, "--Sample:Rows=0", "--Ingest:Enabled=false");
            await api.WaitAsync("/health/live", "it did not start", _ => true, Patience, () => lambda.Output);
            if (kill == kills)
            {
                await AssertCountedAsync(api, outcomes, lambda);
                break;
            }
            if (kill == 0)
                await PostUntilAcceptedAsync(api, lambda);
            var death = Task.Delay(random.Next(200, 3000), TestContext.Current.CancellationToken).ContinueWith(_ => lambda.KillAsync(), TaskScheduler.Default).Unwrap();
            while (!death.IsCompleted)
                await PostAsync(api);
            await death;
        }

        // A post of its own window: its events are counted all or, where no answer came, perhaps not at all.
        async Task<HttpStatusCode?> PostAsync(LambdaApi api)
        {
            using var content = new StringContent(string.Join('\n', Enumerable.Repeat($"{{\"tpep_pickup_datetime\":\"{time:yyyy-MM-dd HH:mm:ss}\",\"total_amount\":1.25}}", 7)), Encoding.UTF8, "application/x-ndjson");
            var outcome = outcomes[time] = await api.PostEventsAsync(content);
            time += TumblingWindow.Size;
            return outcome;
        }

        // A life may be too short for an answer, and so may all of them.
        async Task PostUntilAcceptedAsync(LambdaApi api, LambdaProcess lambda)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (await PostAsync(api) != HttpStatusCode.Accepted)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"No post was accepted within {Patience}. The program printed:\n{lambda.Output}");
                await Task.Delay(50);
            }
        }
    }

    private static async Task AssertCountedAsync(LambdaApi api, Dictionary<DateTimeOffset, HttpStatusCode?> outcomes, LambdaProcess lambda)
    {
        await api.WaitAsync("/api/v1/ledger", "the ledger was not balanced", Balanced, Patience, () => lambda.Output);
        var counts = (await api.WindowsAsync("2024-04-30T00:00:00Z", "2024-06-01T00:00:00Z"))
            .ToDictionary(w => w.GetProperty("window_start").GetDateTimeOffset(), w => w.GetProperty("count").GetInt64());
        Assert.Contains(HttpStatusCode.Accepted, outcomes.Values);
        foreach (var (time, outcome) in outcomes)
        {
            var count = counts.GetValueOrDefault(time);
            Assert.True(
                outcome == HttpStatusCode.Accepted ? count == 7 : count is >= 0 and <= 7,
                $"The post of {time:O} was answered with {outcome?.ToString() ?? "nothing"}, and {count} of its 7 events are counted.");
        }
        Assert.All(counts.Keys, time => Assert.True(outcomes.ContainsKey(time), $"Window {time:O} holds events that nobody sent."));
    }

    private static bool Balanced(System.Text.Json.JsonElement ledger)
    {
        var partitions = ledger.GetProperty("partitions").EnumerateArray().ToArray();
        return partitions.Length > 0 && partitions.All(p =>
            p.GetProperty("lag").GetInt64() == 0 && p.GetProperty("pending").GetInt64() == 0
            && p.GetProperty("read").GetInt64() == p.GetProperty("counted").GetInt64() + p.GetProperty("dead_lettered").GetInt64());
    }

    private static Func<System.Text.Json.JsonElement, bool> HasAny(string list) => answer => answer.GetProperty(list).GetArrayLength() > 0;
}

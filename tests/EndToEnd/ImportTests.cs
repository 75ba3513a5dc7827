namespace OrleansLambda.EndToEnd;

/// <summary><c>import</c> in a process of its own, on real trips.</summary>
public sealed class ImportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Import_GivesTheExactDays_OnceAndAgainAndFromTheOtherFormat()
    {
        using var data = new ScratchFolder();
        Assert.Contains("10,000 trips added", await LambdaProcess.RunAsync(data.Path, Patience, "import", TaxiData.Csv), StringComparison.Ordinal);
        await AssertDaysAsync(data.Path);
        await LambdaProcess.RunAsync(data.Path, Patience, "import", TaxiData.Csv);
        Assert.Contains("10,000 known before", await LambdaProcess.RunAsync(data.Path, Patience, "import", TaxiData.Parquet), StringComparison.Ordinal);
        await AssertDaysAsync(data.Path);
    }

    [Fact]
    public async Task Import_GivesTheExactDays_ThroughKills()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        using var data = new ScratchFolder();
        for (var kill = 0; kill < 8; kill++)
        {
            await using var lambda = LambdaProcess.Start(data.Path, "import", kill % 2 == 0 ? TaxiData.Csv : TaxiData.Parquet);
            await Task.Delay(random.Next(300, 4000), TestContext.Current.CancellationToken);
            if (!lambda.HasExited)
                await lambda.KillAsync();
        }
        await LambdaProcess.RunAsync(data.Path, Patience, "import", TaxiData.Csv);
        await AssertDaysAsync(data.Path);
    }

    [Theory]
    [InlineData("missing.csv")]
    [InlineData("trips.xlsx")]
    public async Task Import_SaysWhatIsWrong_WhenThereIsNoDataset(string name)
    {
        using var data = new ScratchFolder();
        await using var lambda = LambdaProcess.Start(data.Path, "import", data.File(name));
        Assert.Equal(1, await lambda.ExitAsync(Patience));
        Assert.Contains(name, lambda.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", lambda.Output, StringComparison.Ordinal);
    }

    private static async Task AssertDaysAsync(string data)
    {
        using var api = new LambdaApi();
        await using var lambda = LambdaProcess.Start(data, "run", "--urls", api.Url, "--Ingest:Enabled=false");
        var answer = await api.WaitAsync("/api/v1/days?from=2000-01-01&to=2024-12-31", "no days were served", _ => true, Patience, () => lambda.Output);
        Assert.Equal(TaxiData.Days, DayTotals.Of(answer, "batch"));
    }
}

namespace OrleansLambda.EndToEnd;

/// <summary><c>aggregate</c> in a process of its own.</summary>
public sealed class AggregateTests
{
    private const string Trips = """
        VendorID,tpep_pickup_datetime,total_amount
        2,2024-01-30 10:00:00,1.5
        2,2024-01-31 10:00:00,22.7
        2,2024-01-31 23:59:59,7
        2,2024-02-01 00:00:00,3.25
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Aggregate_RecomputesTheDaysThatItIsGiven_AndPrintsThem()
    {
        using var data = new ScratchFolder();
        await File.WriteAllTextAsync(data.File("trips.csv"), Trips, TestContext.Current.CancellationToken);
        await LambdaProcess.RunAsync(data.Path, Patience, "import", data.File("trips.csv"));

        var two = await LambdaProcess.RunAsync(data.Path, Patience, "aggregate", "--from", "2024-01-31", "--to", "2024-02-29");
        Assert.Contains("Aggregated 2 days", two, StringComparison.Ordinal);
        Assert.Matches(@"2024-01-31 .*\b2 .*\b29\.70 .*batch", two);
        Assert.Matches(@"2024-02-01 .*\b1 .*\b3\.25 .*batch", two);
        Assert.DoesNotContain("2024-01-30", two, StringComparison.Ordinal);

        var one = await LambdaProcess.RunAsync(data.Path, Patience, "aggregate", "--from", "2024-01-30");
        Assert.Contains("Aggregated 1 days", one, StringComparison.Ordinal);
        Assert.DoesNotContain("2024-01-31", one, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Option '--from' is required.")]
    [InlineData(2, "--from is 'yesterday'; a date such as 2024-01-31 is allowed.", "--from", "yesterday")]
    [InlineData(1, "error: from is 2024-02-01, after to, 2024-01-31.", "--from", "2024-02-01", "--to", "2024-01-31")]
    [InlineData(1, "error: 2000-01-01 to 2024-01-01 are 8767 days; at most 3660 are allowed at once.", "--from", "2000-01-01", "--to", "2024-01-01")]
    [InlineData(1, "error: `aggregate` works in embedded mode", "--from", "2024-01-01", "--mode", "cluster")]
    public async Task Aggregate_SaysWhatIsWrong_WhenItsDaysOrItsModeAre(int exitCode, string sentence, params string[] options)
    {
        using var data = new ScratchFolder();
        await using var lambda = LambdaProcess.Start(data.Path, ["aggregate", .. options]);
        Assert.Equal(exitCode, await lambda.ExitAsync(Patience));
        Assert.Contains(sentence, lambda.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", lambda.Output, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text.Json;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Batch.Runs;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Api.Tests;

public sealed class DayEndpointsTests
{
    [Fact]
    public async Task Days_SayWhereTheyComeFrom_AndAreExact()
    {
        await using var host = await StartAsync();

        var answer = await host.GetAsync("/api/v1/days?from=2024-01-04&to=2024-01-05");

        Assert.Equal(
            """{"days":[{"date":"2024-01-04","rides":4,"total_amount":100.1,"fare_amount":50,"tip_amount":0,"trip_distance":1.25,"passenger_count":8,"source":"batch"},{"date":"2024-01-05","rides":5,"total_amount":100.1,"fare_amount":50,"tip_amount":0,"trip_distance":1.25,"passenger_count":8,"source":"speed"}],"boundary":"2024-01-05","next_cursor":null}""",
            answer.ToJsonString());
    }

    [Fact]
    public async Task Days_ComeOnceEach_PageByPage()
    {
        await using var host = await StartAsync();
        foreach (var limit in new[] { 1, 2, 3, 4, 5, 6, 1000 })
        {
            var dates = new List<string>();
            string? cursor = null;
            do
            {
                var answer = await host.GetAsync($"/api/v1/days?limit={limit}" + (cursor is null ? "" : $"&cursor={cursor}"));
                Assert.InRange(answer["days"]!.AsArray().Count, 1, limit);
                dates.AddRange(answer["days"]!.AsArray().Select(day => (string)day!["date"]!));
                cursor = (string?)answer["next_cursor"];
            }
            while (cursor is not null);
            Assert.Equal(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], dates);
        }
    }

    [Theory]
    [InlineData("?cursor=2024-01-06")]
    [InlineData("?cursor=9999-12-31")]
    [InlineData("?to=2024-01-03&cursor=2024-01-04")]
    [InlineData("?from=2030-01-01")]
    [InlineData("?to=0001-01-01")]
    public async Task Days_AreNone_PastTheLast(string query)
    {
        await using var host = await StartAsync();

        var answer = await host.GetAsync("/api/v1/days" + query);

        Assert.Empty(answer["days"]!.AsArray());
        Assert.Null(answer["next_cursor"]);
    }

    [Fact]
    public async Task Day_IsFound_OrNot()
    {
        await using var host = await StartAsync();

        Assert.Equal(2, (int?)(await host.GetAsync("/api/v1/days/2024-01-02"))["rides"]);
        await host.GetAsync("/api/v1/days/2024-01-06", HttpStatusCode.NotFound);
        var problem = await host.GetAsync("/api/v1/days/yesterday", HttpStatusCode.BadRequest);
        Assert.Equal("The date in the path is \"yesterday\"; a date such as 2024-01-31 is allowed.", (string?)problem["detail"]);
    }

    private static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        var totals = new TripTotals(0, 100.100000m, 50.00m, 0.000m, 1.25m, 8);
        for (var day = 1; day < 5; day++)
            await host.With.Days.WriteAsync([new DayState(new DateOnly(2024, 1, day), totals with { Rides = day }, TripTotals.Zero, DateTimeOffset.UnixEpoch, "r1")]);
        var window = TumblingWindow.Of(new DateTimeOffset(2024, 1, 5, 12, 0, 0, TimeSpan.Zero));
        Assert.True(await host.With.Windows.TryWriteAsync(WindowState.Empty(window) with { Totals = totals with { Rides = 5 }, Version = 1 }));
        var state = JsonSerializer.Serialize(BatchState.Initial with { Boundary = new DateOnly(2024, 1, 5) }, BatchJson.Default.BatchState);
        Assert.True(await host.With.Checkpoints.TryWriteAsync(new Checkpoint(BatchState.Key, state, 1)));
        return host;
    }
}

using System.Net;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Api.Tests;

public sealed class WindowEndpointsTests
{
    private static readonly DateTimeOffset First = new(2024, 1, 1, 0, 57, 50, TimeSpan.Zero);

    [Fact]
    public async Task Window_IsFound_ByItsStartInAnyForm()
    {
        await using var host = await StartAsync(1);

        foreach (var start in new[] { "2024-01-01T00:57:50Z", "2024-01-01T00:57:50", "2024-01-01 00:57:50", "2024-01-01T01:57:50+01:00" })
            Assert.Equal(
                """{"window_start":"2024-01-01T00:57:50Z","window_end":"2024-01-01T00:58:00Z","count":1,"version":1,"final":true,"amended":false,"total_amount":12.5,"fare_amount":0,"tip_amount":0,"trip_distance":0,"passenger_count":0}""",
                (await host.GetAsync("/api/v1/windows/" + start)).ToJsonString());
        await host.GetAsync("/api/v1/windows/2024-01-01T00:58:00Z", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("2024-01-01T00:57:55Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("now")]
    public async Task Window_IsABadRequest_WhenTheTextIsNoStart(string start)
    {
        await using var host = await StartAsync(0);

        var problem = await host.GetAsync("/api/v1/windows/" + start, HttpStatusCode.BadRequest);

        Assert.StartsWith($"The window in the path is \"{start}\"; the start of a window", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=2024-01-01", false)]
    [InlineData("from=2024-01-01T00:57:50Z&to=2024-01-01T00:58:31Z", false)]
    [InlineData("from=2024-01-01T01:57:50+01:00", false)]
    [InlineData("to=2025-01-01", true)]
    [InlineData("", true)]
    public async Task Windows_ComeOnceEach_PageByPage(string query, bool latestFirst)
    {
        await using var host = await StartAsync(5);
        foreach (var limit in new[] { 1, 2, 4, 5, 6 })
        {
            var starts = new List<DateTimeOffset>();
            string? cursor = null;
            do
            {
                var answer = await host.GetAsync($"/api/v1/windows?{query}&limit={limit}" + (cursor is null ? "" : $"&cursor={cursor}"));
                Assert.InRange(answer["windows"]!.AsArray().Count, 1, limit);
                starts.AddRange(answer["windows"]!.AsArray().Select(window => (DateTimeOffset)window!["window_start"]!));
                cursor = (string?)answer["next_cursor"];
            }
            while (cursor is not null);
            var expected = Enumerable.Range(0, 5).Select(i => First.AddSeconds(10 * i));
            Assert.Equal(latestFirst ? expected.Reverse() : expected, starts);
        }
    }

    [Theory]
    [InlineData("from=2024-01-01T00:57:51Z&to=2024-01-01T00:58:00Z", 0)]
    [InlineData("from=2024-01-01T00:57:50Z&to=2024-01-01T00:57:50Z", 0)]
    [InlineData("from=2024-01-01T00:57:50Z&to=2024-01-01T00:57:51Z", 1)]
    [InlineData("to=2024-01-01T00:57:50Z", 0)]
    [InlineData("to=2024-01-01T00:58:00Z", 1)]
    public async Task Windows_StartWithinTheBounds_TheEndExcluded(string query, int count)
    {
        await using var host = await StartAsync(5);

        Assert.Equal(count, (await host.GetAsync("/api/v1/windows?" + query))["windows"]!.AsArray().Count);
    }

    private static async Task<ApiHost> StartAsync(int windows)
    {
        var host = await ApiHost.StartAsync();
        for (var i = 0; i < windows; i++)
        {
            var state = WindowState.Empty(TumblingWindow.Of(First.AddSeconds(10 * i))) with { Totals = TripTotals.OfRide(new Micros(12_500_000)), Version = 1, Final = true };
            Assert.True(await host.With.Windows.TryWriteAsync(state));
        }
        return host;
    }
}

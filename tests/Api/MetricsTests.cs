using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Api.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_CarryTheirNamesExactly_WhenScraped()
    {
        await using var host = await ApiHost.StartAsync();
        Touch(host.Services.GetRequiredService<LambdaMetrics>());
        await host.GetAsync("/health");

        var lines = await ScrapeAsync(host);
        var names = lines.Where(line => !line.StartsWith('#')).Select(line => line[..line.IndexOfAny(['{', ' '])]).ToHashSet();

        var expected = typeof(MetricNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.Name != nameof(MetricNames.Meter))
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();
        Assert.Equal(23, expected.Count);
        Assert.Equal([], expected.Except(names));
    }

    [Fact]
    public async Task Counters_StandAtZero_BeforeAnythingHappened()
    {
        await using var host = await ApiHost.StartAsync();

        var names = (await ScrapeAsync(host)).Where(line => !line.StartsWith('#')).Select(line => line[..line.IndexOfAny(['{', ' '])]).ToHashSet();

        string[] counters = [MetricNames.EventsProcessed, MetricNames.PublishRecords, MetricNames.TumblingWindows, MetricNames.TumblingEvents, MetricNames.RunsWrote, MetricNames.DeadLettered, MetricNames.Duplicates, MetricNames.FencedWrites, MetricNames.IngestFailures, MetricNames.HandOvers];
        Assert.Equal([], counters.Except(names));
    }

    [Fact]
    public async Task Requests_AreCountedByRouteAndCode_NeverByPath()
    {
        await using var host = await ApiHost.StartAsync();
        await host.GetAsync("/api/v1/windows/2024-01-01T00:57:50Z", System.Net.HttpStatusCode.NotFound);
        await host.GetAsync("/a-path-of-the-caller", System.Net.HttpStatusCode.NotFound);
        await host.GetAsync("/test/failure", System.Net.HttpStatusCode.InternalServerError);

        var lines = (await ScrapeAsync(host)).Where(line => line.StartsWith(MetricNames.ApiRequests + "{", StringComparison.Ordinal)).ToList();

        Assert.Contains(lines, line => line.Contains("code=\"404\",route=\"/api/v1/windows/{window_start}\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("code=\"404\",route=\"none\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("code=\"500\",route=\"/test/failure\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("a-path-of-the-caller", StringComparison.Ordinal) || line.Contains("2024", StringComparison.Ordinal));
    }

    private static void Touch(LambdaMetrics metrics)
    {
        metrics.Published(1);
        metrics.Counted(1, first: true);
        metrics.DeadLettered(1);
        metrics.Duplicate(1);
        metrics.FencedWrite();
        metrics.IngestFailed();
        metrics.Import(1, TimeSpan.FromSeconds(1));
        metrics.Run(RunTrigger.Midnight, 1, TimeSpan.FromSeconds(1));
        metrics.Acquired();
        metrics.Progress(new PartitionProgress(new PartitionId("t", 0), 1, 2, 1, 1, 0, 0, 0, DateTimeOffset.UnixEpoch) { CommittedAt = DateTimeOffset.UnixEpoch });
        metrics.Watermark(DateTimeOffset.UnixEpoch);
    }

    private static async Task<string[]> ScrapeAsync(ApiHost host)
    {
        using var answer = await host.Client.GetAsync("/metrics");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

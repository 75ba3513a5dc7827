using System.Net;
using OrleansLambda.Api.Tests.Hosting;
using Orleans.Concurrency;

namespace OrleansLambda.Api.Tests;

public sealed class LiveTests
{
    private static readonly Dictionary<string, string?> Fast = new() { ["Api:LivePeriod"] = "00:00:00.020" };
    private static readonly Dictionary<string, string?> Talkative = new(Fast) { ["Api:LiveHeartbeat"] = "00:00:00.100" };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Live_TellsEachChange_WithTheCursorThatResumesAfterIt()
    {
        await using var host = await ApiHost.StartAsync(Fast);
        using var live = await LiveReader.OpenAsync(host);
        Assert.Equal("retry: 1000\nid: 7-0", await live.NextAsync());

        await PublishAsync(host, 1, 2);

        Assert.Equal(
            "id: 7-1\ndata: {\"window_start\":\"1970-01-01T00:00:10Z\",\"window_end\":\"1970-01-01T00:00:20Z\",\"count\":1,\"version\":1,\"final\":false,\"amended\":false,\"total_amount\":0,\"fare_amount\":0,\"tip_amount\":0,\"trip_distance\":0,\"passenger_count\":0}",
            await live.NextAsync());
        Assert.StartsWith("id: 7-2\ndata: {\"window_start\":\"1970-01-01T00:00:20Z\"", await live.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7-0", new[] { "id: 7-1", "id: 7-2", "id: 7-3" })]
    [InlineData("7-2", new[] { "id: 7-3" })]
    public async Task Live_GoesOnWhereItWas_ByLastEventId(string lastEventId, string[] expected)
    {
        await using var host = await ApiHost.StartAsync(Fast);
        await PublishAsync(host, 1, 2, 3);
        using var live = await LiveReader.OpenAsync(host, lastEventId);

        var first = await live.NextAsync();
        var ids = new List<string> { first["retry: 1000\n".Length..].Split('\n')[0] };
        while (ids.Count < expected.Length)
            ids.Add((await live.NextAsync()).Split('\n')[0]);
        await PublishAsync(host, 4);
        ids.Add((await live.NextAsync()).Split('\n')[0]);

        Assert.Equal([.. expected, "id: 7-4"], ids);
    }

    [Theory]
    [InlineData("7-1")]
    [InlineData("6-20")]
    [InlineData("7-99")]
    [InlineData("nonsense")]
    public async Task Live_SaysReset_WhenTheChangesAfterTheCursorAreGone(string lastEventId)
    {
        await using var host = await ApiHost.StartAsync(Fast);
        await PublishAsync(host, [.. Enumerable.Range(1, 20)]);
        using var live = await LiveReader.OpenAsync(host, lastEventId);

        Assert.Equal("retry: 1000\nid: 7-20\nevent: reset\ndata: {}", await live.NextAsync());
        await PublishAsync(host, 21);
        Assert.StartsWith("id: 7-21\n", await live.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_SaysThatItIsAlive_WhenNothingChanges()
    {
        await using var host = await ApiHost.StartAsync(Talkative);
        using var live = await LiveReader.OpenAsync(host);
        await live.NextAsync();

        Assert.Equal(": alive", await live.NextAsync());
        Assert.Equal(": alive", await live.NextAsync());
    }

    [Fact]
    public async Task Live_HasRoomForSoMany_AndTheOthersComeAgain()
    {
        await using var host = await ApiHost.StartAsync(new(Talkative) { ["Api:MaxLiveConnections"] = "1" });
        using (var live = await LiveReader.OpenAsync(host))
        {
            await live.NextAsync();
            using var refused = await host.Client.GetAsync("/api/v1/windows/live");
            await ApiHost.ReadAsync(refused, HttpStatusCode.TooManyRequests);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        }

        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await host.Client.GetAsync("/api/v1/windows/live", HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(10, timeout.Token);
        }
    }

    [Fact]
    public async Task Live_EndsAtOnce_WhenTheHostStops()
    {
        await using var host = await ApiHost.StartAsync(Talkative);
        using var live = await LiveReader.OpenAsync(host);
        await live.NextAsync();

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(20)); // A host that waits for its connections waits for 30.

        while (await live.TryNextAsync() is { } last)
            Assert.Equal(": alive", last);
    }

    private static Task PublishAsync(ApiHost host, params int[] windows) =>
        host.With.Feed.PublishAsync(new Immutable<WindowView[]>(
            [.. windows.Select(w => new WindowView(TumblingWindow.FromNumber(w), TripTotals.OfRide(), 1, false, false))]), complete: true);

    private sealed class LiveReader(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        public static async Task<LiveReader> OpenAsync(ApiHost host, string? lastEventId = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/windows/live");
            if (lastEventId is not null)
                request.Headers.Add("Last-Event-ID", lastEventId);
            var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            return new LiveReader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        }

        public async Task<string> NextAsync() => await TryNextAsync() ?? throw new EndOfStreamException("The stream of events ended.");

        /// <summary>The lines up to the next blank one; null at the end.</summary>
        public async Task<string?> TryNextAsync()
        {
            var lines = new List<string>();
            while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.Length == 0)
                    return string.Join('\n', lines);
                lines.Add(line);
            }
            return null;
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }
}

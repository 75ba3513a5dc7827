using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Fakes;

namespace OrleansLambda.Api.Tests;

public sealed class PostEventsTests
{
    private const string Good = """{"tpep_pickup_datetime":"2024-01-01 00:57:55"}""";
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    private static readonly DateTimeOffset Now = new(2024, 1, 1, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Json, "{0}", 1)]
    [InlineData(Json, "\n {0}\n", 1)]
    [InlineData(Json, "[{0}, {0},\n{0}]", 3)]
    [InlineData(Json, "{0}\n{0}", 2)]
    [InlineData(Lines, "{0}\r\n\r\n{0}\n", 2)]
    [InlineData("application/jsonl; charset=utf-8", "{0}", 1)]
    public async Task Post_AppendsEventsByteForByte_InEachShape(string contentType, string format, int count)
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));

        var answer = await PostAsync(host, format.Replace("{0}", Good, StringComparison.Ordinal), contentType);

        Assert.Equal(count, (int?)answer["accepted"]);
        Assert.Equal(0, (int?)answer["rejected_count"]);
        Assert.Empty(answer["rejected"]!.AsArray());
        Assert.Equal(Enumerable.Repeat(Good, count), await TextsAsync(host));
    }

    [Fact]
    public async Task Post_TakesWhatIsGood_WhenLinesAroundItAreBroken()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));

        var answer = await PostAsync(host, $"nonsense\n{Good}\n{{\"a\":1}}\n{Good} \n\0\0\n", Lines);

        Assert.Equal(2, (int?)answer["accepted"]);
        Assert.Equal(3, (int?)answer["rejected_count"]);
        Assert.Equal(
            """[{"index":0,"reason":"not JSON at byte 1"},{"index":2,"reason":"tpep_pickup_datetime is missing"},{"index":4,"reason":"not JSON at byte 0"}]""",
            answer["rejected"]!.ToJsonString());
        Assert.Equal([Good + " ", Good], (await TextsAsync(host)).OrderByDescending(text => text.Length));
    }

    [Fact]
    public async Task Post_JudgesByTheTimeOfArrival_WhenAnEventIsFromTheFuture()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));

        var answer = await PostAsync(host, """[{"tpep_pickup_datetime":"2024-01-01 02:00:00"},{"tpep_pickup_datetime":"2024-01-01 02:00:01"}]""", Json);

        Assert.Equal(1, (int?)answer["accepted"]);
        Assert.Equal(1, (int?)answer["rejected"]![0]!["index"]);
        Assert.StartsWith("tpep_pickup_datetime is 2024-01-01 02:00:01; at most 01:00:00 after", (string?)answer["rejected"]![0]!["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ListsTheFirstRejections_AndCountsTheOthers()
    {
        await using var host = await ApiHost.StartAsync(new() { ["Api:MaxRejections"] = "2" });

        var answer = await PostAsync(host, "1\n2\n3\n", Lines);

        Assert.Equal(0, (int?)answer["accepted"]);
        Assert.Equal(3, (int?)answer["rejected_count"]);
        Assert.Equal([0, 1], answer["rejected"]!.AsArray().Select(r => (int)r!["index"]!));
    }

    [Fact]
    public async Task Post_SpreadsEventsOverPartitions_WhenThereAreMany()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));

        var answer = await PostAsync(host, string.Join('\n', Enumerable.Repeat(Good, 20_000)), Lines);

        Assert.Equal(20_000, (int?)answer["accepted"]);
        for (var partition = 0; partition < 4; partition++)
            Assert.InRange((await host.With.Log.GetRangeAsync(partition)).End, 3000, 9000);
    }

    [Theory]
    [InlineData("", Json, HttpStatusCode.BadRequest)]
    [InlineData("\n \n", Lines, HttpStatusCode.BadRequest)]
    [InlineData(Good, "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Good, "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Good, null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Post_IsRefusedWhole_WhenItIsNoPostOfEvents(string body, string? contentType, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));

        await host.PostAsync("/api/v1/events", Encoding.UTF8.GetBytes(body), contentType, status);

        Assert.Empty(await TextsAsync(host));
    }

    [Fact]
    public async Task Post_IsRefusedWhole_WhenItHasTooManyEvents()
    {
        await using var host = await ApiHost.StartAsync(new() { ["Api:MaxEvents"] = "3" }, new FakeTimeProvider(Now));

        await PostAsync(host, string.Join('\n', Enumerable.Repeat(Good, 3)), Lines);
        await host.PostAsync("/api/v1/events", Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(Good, 4))), Lines, HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal(3, (await TextsAsync(host)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_IsRefusedWhole_WhenItIsTooLong(bool withLength)
    {
        await using var host = await ApiHost.StartAsync(new() { ["Api:MaxBodyBytes"] = "1024" }, new FakeTimeProvider(Now));

        using var fits = Request(Good.PadRight(1024), withLength);
        using var isLong = Request(Good.PadRight(1025), withLength);
        await ApiHost.ReadAsync(await host.Client.SendAsync(fits), HttpStatusCode.Accepted);
        await ApiHost.ReadAsync(await host.Client.SendAsync(isLong), HttpStatusCode.RequestEntityTooLarge);

        Assert.Single(await TextsAsync(host));
    }

    [Fact]
    public async Task Post_IsAskedToComeAgain_WhenTooManyAreUnderWay()
    {
        await using var host = await ApiHost.StartAsync(new() { ["Api:MaxPosts"] = "1" }, new FakeTimeProvider(Now));
        var hold = host.With.Log.Faults.HoldNext(nameof(IEventLog.AppendAsync), FaultMoment.Before);
        var first = PostAsync(host, Good, Json);
        await hold.Reached.WaitAsync(TimeSpan.FromSeconds(60));

        using var second = Request(Good, true);
        using var answer = await host.Client.SendAsync(second);
        await ApiHost.ReadAsync(answer, HttpStatusCode.TooManyRequests);
        hold.Release();

        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Equal(1, (int?)(await first)["accepted"]);
        Assert.Equal(1, (int?)(await PostAsync(host, Good, Json))["accepted"]);
    }

    [Fact]
    public async Task Post_SaysHowFarItCame_WhenTheLogBecomesUnavailable()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));
        var appends = 0;
        host.With.Log.Faults.Before = operation => operation == nameof(IEventLog.AppendAsync) && ++appends == 2
            ? throw new StoreUnavailableException("The disk is full.")
            : Task.CompletedTask;

        var problem = await host.PostAsync("/api/v1/events", Encoding.UTF8.GetBytes("x\n" + string.Join('\n', Enumerable.Repeat(Good, 9000))), Lines, HttpStatusCode.ServiceUnavailable);

        Assert.Equal(4096, (int?)problem["accepted"]);
        Assert.Equal(4097, (int?)problem["next_index"]);
        Assert.Equal(0, (int?)problem["unknown"]);
        Assert.Equal(1, (int?)problem["rejected_count"]);
        Assert.Equal(4096, (await TextsAsync(host)).Count);
    }

    [Fact]
    public async Task Post_SaysWhatIsNotKnown_WhenTheLogDoesNotAnswer()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));
        host.With.Log.Faults.LoseNextAnswer(nameof(IEventLog.AppendAsync));

        var problem = await host.PostAsync("/api/v1/events", Encoding.UTF8.GetBytes($"[{Good},{Good}]"), Json, HttpStatusCode.GatewayTimeout);

        Assert.Equal(0, (int?)problem["accepted"]);
        Assert.Equal(0, (int?)problem["next_index"]);
        Assert.Equal(2, (int?)problem["unknown"]);
    }

    [Fact]
    public async Task Post_IsAnsweredWithRetryAfter_WhenTheLogIsAway()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));
        host.With.Log.Faults.FailNext(nameof(IEventLog.DescribeAsync));

        using var request = Request(Good, true);
        using var answer = await host.Client.SendAsync(request);
        await ApiHost.ReadAsync(answer, HttpStatusCode.ServiceUnavailable);

        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Post_IsRefused_WhenAPageOfAnotherOriginSendsIt()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(Now));

        using var request = Request(Good, true);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        await ApiHost.ReadAsync(await host.Client.SendAsync(request), HttpStatusCode.Forbidden);

        Assert.Empty(await TextsAsync(host));
    }

    private static HttpRequestMessage Request(string body, bool withLength)
    {
        HttpContent content = withLength
            ? new ByteArrayContent(Encoding.UTF8.GetBytes(body))
            : new StreamContent(new NonSeekableStream(Encoding.UTF8.GetBytes(body)));
        content.Headers.TryAddWithoutValidation("Content-Type", Json);
        return new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = content };
    }

    private static Task<JsonObject> PostAsync(ApiHost host, string body, string contentType) =>
        host.PostAsync("/api/v1/events", Encoding.UTF8.GetBytes(body), contentType, HttpStatusCode.Accepted);

    private static async Task<List<string>> TextsAsync(ApiHost host) =>
        [.. (await host.With.RecordsAsync()).Select(Encoding.UTF8.GetString)];

    private sealed class NonSeekableStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}

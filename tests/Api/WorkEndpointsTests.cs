using System.Net;
using System.Text;
using OrleansLambda.Api.Tests.Hosting;

namespace OrleansLambda.Api.Tests;

/// <summary>The ledger, the dead letters, ingest, imports and runs.</summary>
public sealed class WorkEndpointsTests
{
    private static readonly DateTimeOffset At = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ledger_GivesTheAccountOfEachPartition()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal("""{"watermark":null,"partitions":[]}""", (await host.GetAsync("/api/v1/ledger")).ToJsonString());

        host.With.Ledger.Ledger = new Ledger(At, [new PartitionProgress(new PartitionId("t", 0), 10, 13, 9, 5, 3, 1, 2, At.AddTicks(10))]);

        Assert.Equal(
            """{"watermark":"2024-01-01T00:00:00Z","partitions":[{"partition":0,"topic_id":"t","next_offset":10,"end_offset":13,"read":9,"counted":5,"dead_lettered":3,"pending":1,"lag":3,"missed":2,"watermark":"2024-01-01T00:00:00.000001Z"}]}""",
            (await host.GetAsync("/api/v1/ledger")).ToJsonString());
    }

    [Fact]
    public async Task DeadLetters_ComeOnceEach_PageByPage()
    {
        await using var host = await ApiHost.StartAsync();
        await host.With.DeadLetters.StoreAsync([.. Enumerable.Range(0, 5).Select(i => Letter(new("t/ä-1", i / 2, i), "x"u8.ToArray(), 1))]);
        foreach (var limit in new[] { 1, 2, 5, 6 })
        {
            var offsets = new List<int>();
            string? cursor = null;
            do
            {
                var answer = await host.GetAsync($"/api/v1/dead-letters?limit={limit}" + (cursor is null ? "" : $"&cursor={cursor}"));
                Assert.Equal(5, (int?)answer["count"]);
                offsets.AddRange(answer["dead_letters"]!.AsArray().Select(letter => (int)letter!["offset"]!));
                cursor = (string?)answer["next_cursor"];
            }
            while (cursor is not null);
            Assert.Equal([0, 1, 2, 3, 4], offsets);
        }
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0, 0xC3, 0xA4 }, 4, "a\0ä", "utf-8", false)]
    [InlineData(new byte[] { (byte)'a', 0xC3 }, 9, "a", "utf-8", true)]
    [InlineData(new byte[] { (byte)'a', 0xF0, 0x9F, 0x98 }, 9, "a", "utf-8", true)]
    [InlineData(new byte[] { (byte)'a', 0xC3 }, 2, "YcM=", "base64", false)]
    [InlineData(new byte[] { 0xFF, 0xFE }, 9, "//4=", "base64", true)]
    [InlineData(new byte[0], 0, "", "utf-8", false)]
    public async Task DeadLetter_SaysHowItsValueIsWritten(byte[] value, int length, string text, string encoding, bool truncated)
    {
        await using var host = await ApiHost.StartAsync();
        await host.With.DeadLetters.StoreAsync([Letter(new("t", 0, 1), value, length)]);

        var letter = (await host.GetAsync("/api/v1/dead-letters"))["dead_letters"]![0]!;

        Assert.Equal(text, (string?)letter["value"]);
        Assert.Equal(encoding, (string?)letter["encoding"]);
        Assert.Equal(truncated, (bool?)letter["truncated"]);
        Assert.Equal(length, (int?)letter["length"]);
    }

    [Fact]
    public async Task Ingest_SaysHowItGoes()
    {
        await using var host = await ApiHost.StartAsync();
        host.With.Ingest.Status = new IngestStatus(3, 1, true, "It is away.", At);

        Assert.Equal("""{"appended":3,"refused":1,"failing":true,"error":"It is away.","last_at":"2024-01-01T00:00:00Z"}""", (await host.GetAsync("/api/v1/ingest")).ToJsonString());
    }

    [Fact]
    public async Task Imports_AreListed_AndFound()
    {
        await using var host = await ApiHost.StartAsync();
        host.With.Imports.Imports.AddRange(
        [
            new ImportStatus { Id = "b", Location = "b.csv", State = WorkState.Running, StartedAt = At, Records = 10, Done = 0.5, RecordsPerSecond = double.PositiveInfinity, Eta = TimeSpan.FromSeconds(1.5) },
            new ImportStatus { Id = "a", Location = "a.csv", State = WorkState.Failed, StartedAt = At, Error = "It is no dataset." },
        ]);

        var first = await host.GetAsync("/api/v1/imports?limit=1");
        Assert.Equal("b", (string?)first["next_cursor"]);
        Assert.Equal(
            """{"id":"b","location":"b.csv","state":"running","started_at":"2024-01-01T00:00:00Z","ended_at":null,"records":10,"added":0,"rejected":0,"done":0.5,"records_per_second":0,"eta_seconds":1.5,"reject_file":null,"error":null}""",
            first["imports"]![0]!.ToJsonString());
        var second = await host.GetAsync("/api/v1/imports?limit=1&cursor=b");
        Assert.Equal("a", (string?)second["imports"]![0]!["id"]);
        Assert.Null(second["next_cursor"]);
        Assert.Equal("failed", (string?)(await host.GetAsync("/api/v1/imports/a"))["state"]);
        await host.GetAsync("/api/v1/imports/c", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Run_IsAnswered_WhenItEndsInTime()
    {
        await using var host = await ApiHost.StartAsync();
        (RunTrigger, DateOnly?, DateOnly?) asked = default;
        host.With.Batch.OnStart = (trigger, from, to) =>
        {
            asked = (trigger, from, to);
            host.With.Batch.Runs.Add(Run("r1", WorkState.Completed));
            return Run("r1", WorkState.Running);
        };

        var run = await host.PostAsync("/api/v1/runs", """{"from":"2024-01-01","to":"2024-01-31"}"""u8.ToArray(), "application/json", HttpStatusCode.OK);

        Assert.Equal("""{"id":"r1","trigger":"request","state":"completed","started_at":"2024-01-01T00:00:00Z","ended_at":null,"days_written":0,"trips_read":0,"events_read":0,"error":null}""", run.ToJsonString());
        Assert.Equal((RunTrigger.Request, new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 31)), asked);
    }

    [Fact]
    public async Task Run_IsAccepted_WhenItTakesLonger()
    {
        await using var host = await ApiHost.StartAsync(new() { ["Api:RunWait"] = "00:00:00.050" });
        // Another one is under way, and the last to be listed has ended: neither is the answer.
        host.With.Batch.Runs.AddRange([Run("r4", WorkState.Completed), Run("r3", WorkState.Running), Run("r2", WorkState.Running)]);
        host.With.Batch.OnStart = (_, _, _) => Run("r3", WorkState.Running);

        using var answer = await host.Client.PostAsync("/api/v1/runs", null);
        var run = await ApiHost.ReadAsync(answer, HttpStatusCode.Accepted);

        Assert.Equal(("r3", "running"), ((string?)run["id"], (string?)run["state"]));
        Assert.Equal("/api/v1/runs/r3", answer.Headers.Location?.OriginalString);
        host.With.Batch.Runs[1] = Run("r3", WorkState.Completed);
        Assert.Equal("completed", (string?)(await host.GetAsync("/api/v1/runs/r3"))["state"]);
        await host.GetAsync("/api/v1/runs/r5", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("nonsense", "The body is no such JSON object")]
    [InlineData("[]", "The body is no such JSON object")]
    [InlineData("""{"from":1}""", "The body is no such JSON object")]
    [InlineData("""{"from":"yesterday"}""", "The field from is \"yesterday\"; a date such as 2024-01-31 is allowed.")]
    [InlineData("""{"to":"2024-02-30"}""", "The field to is \"2024-02-30\"; a date such as 2024-01-31 is allowed.")]
    [InlineData("""{"from":"2024-02-01","to":"2024-01-01"}""", "The field from is 2024-02-01, after to, 2024-01-01.")]
    [InlineData("""{"from":"2000-01-01","to":"2024-01-01"}""", "These are too many days.")]
    public async Task Run_IsABadRequest_WhenItsDaysAreNone(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();
        host.With.Batch.OnStart = (_, _, _) => throw new ArgumentException("These are too many days.");

        var problem = await host.PostAsync("/api/v1/runs", Encoding.UTF8.GetBytes(body), "application/json", HttpStatusCode.BadRequest);

        Assert.StartsWith(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    private static DeadLetter Letter(DeadLetterKey key, byte[] value, int length) => new(key, "It is broken.", At, value, length);

    private static RunStatus Run(string id, WorkState state) => new() { Id = id, Trigger = RunTrigger.Request, State = state, StartedAt = At };
}

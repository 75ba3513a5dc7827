using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansLambda.Fakes;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Api.Tests.Hosting;

/// <summary>The API on a server of its own, over ports in memory and grains that the test plays.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, ApiHost.Parts parts)
    {
        _app = app;
        With = parts;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public Parts With { get; }

    public static async Task<ApiHost> StartAsync(Dictionary<string, string?>? settings = null, TimeProvider? time = null, int partitions = 4)
    {
        var parts = new Parts(time ?? TimeProvider.System, partitions);
        // The barest of hosts: what the API needs it brings along.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(parts.Time);
        builder.Services.AddSingleton<IEventLog>(parts.Log);
        builder.Services.AddSingleton<IWindowStore>(parts.Windows);
        builder.Services.AddSingleton<IDeadLetterStore>(parts.DeadLetters);
        builder.Services.AddSingleton<ICheckpointStore>(parts.Checkpoints);
        builder.Services.AddSingleton<IDayStore>(parts.Days);
        builder.Services.AddSingleton(FakeGrains.Of(parts.Ledger, parts.Feed, parts.Imports, parts.Batch, parts.Ingest));
        builder.Services.AddLambdaApi();
        var app = builder.Build();
        app.MapLambdaApi();
        app.MapGet("/test/failure", string () => throw new InvalidOperationException("the secret of the house"));
        app.MapGet("/test/slow", (CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await app.StartAsync();
        return new ApiHost(app, parts);
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>The answer to a GET, which is to be of that status, as JSON.</summary>
    public async Task<JsonObject> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(path);
        return await ReadAsync(answer, status);
    }

    /// <summary>The answer to a POST, which is to be of that status, as JSON.</summary>
    public async Task<JsonObject> PostAsync(string path, byte[] body, string? contentType, HttpStatusCode status)
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Client.PostAsync(path, content);
        return await ReadAsync(answer, status);
    }

    /// <summary>Sees to it that an answer is what every answer is: JSON, and where it is an error, a problem.</summary>
    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} instead of {(int)status}: {text}");
        var json = JsonNode.Parse(text)!.AsObject();
        if ((int)status < 400)
        {
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            return json;
        }
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)status, (int?)json["status"]);
        Assert.NotEmpty((string?)json["title"] ?? "");
        Assert.NotEmpty((string?)json["detail"] ?? "");
        return json;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>What the host is made of, for a test to set up and look at.</summary>
    public sealed class Parts
    {
        public Parts(TimeProvider time, int partitions)
        {
            var disk = new InMemoryDisk(partitions);
            Time = time;
            Partitions = partitions;
            Log = new InMemoryEventLog(disk, time);
            Windows = new InMemoryWindowStore(disk);
            DeadLetters = new InMemoryDeadLetterStore(disk);
            Checkpoints = new InMemoryCheckpointStore(disk);
            Days = new InMemoryDayStore(disk);
        }

        public TimeProvider Time { get; }

        public int Partitions { get; }

        public InMemoryEventLog Log { get; }

        public InMemoryWindowStore Windows { get; }

        public InMemoryDeadLetterStore DeadLetters { get; }

        public InMemoryCheckpointStore Checkpoints { get; }

        public InMemoryDayStore Days { get; }

        public FakeLedgerGrain Ledger { get; } = new();

        public FakeWindowFeedGrain Feed { get; } = new();

        public FakeImportGrain Imports { get; } = new();

        public FakeBatchGrain Batch { get; } = new();

        public FakeIngestGrain Ingest { get; } = new();

        /// <summary>All records of the log, partition by partition.</summary>
        public async Task<List<byte[]>> RecordsAsync()
        {
            var records = new List<byte[]>();
            for (var partition = 0; partition < Partitions; partition++)
            {
                await using var reader = Log.OpenReader(partition, 0);
                while ((await reader.ReadAsync(10_000)).Records is { Count: > 0 } batch)
                    records.AddRange(batch.Select(record => record.Value.ToArray()));
            }
            return records;
        }
    }
}

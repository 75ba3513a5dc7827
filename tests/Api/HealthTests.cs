using System.Net;
using Microsoft.Extensions.Time.Testing;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Fakes;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Api.Tests;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    public async Task Health_IsOk_WhateverIsAway(string path)
    {
        await using var host = await ApiHost.StartAsync();
        host.With.Log.Faults.FailNext(nameof(IEventLog.DescribeAsync), 10);

        Assert.Equal("""{"ok":true}""", (await host.GetAsync(path)).ToJsonString());
    }

    [Fact]
    public async Task Stream_TellsThePresentSecond()
    {
        await using var host = await ApiHost.StartAsync(time: new FakeTimeProvider(new DateTimeOffset(2024, 1, 1, 0, 57, 55, 999, TimeSpan.Zero)));

        Assert.Equal("""{"tpep_pickup_datetime":"2024-01-01 00:57:55"}""", (await host.GetAsync("/stream")).ToJsonString());
    }

    [Fact]
    public async Task Ready_IsOk_WhenAllPartitionsReport()
    {
        await using var host = await StartReadyAsync();

        Assert.Equal("""{"ok":true}""", (await host.GetAsync("/health/ready")).ToJsonString());
    }

    [Fact]
    public async Task Ready_SaysWhatIsWrong_WhenSomethingIs()
    {
        await using var host = await StartReadyAsync();
        host.With.Ledger.Ledger = new Ledger(DateTimeOffset.MinValue, [Progress(1)]);
        host.With.Ingest.Status = new IngestStatus(0, 0, true, "It is away.", null);
        host.With.Checkpoints.Faults.FailNext(nameof(ICheckpointStore.ReadAsync));

        var problem = await host.GetAsync("/health/ready", HttpStatusCode.ServiceUnavailable);

        Assert.False((bool?)problem["ok"]);
        Assert.Equal(
            """{"ingest":"Ingest fails: It is away.","partitions":"No silo reads the partitions 0, 2, 3 yet.","store":"The store is not available: ReadAsync was made to fail."}""",
            problem["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task Ready_DoesNotWaitForever_WhenTheStoreHangs()
    {
        await using var host = await StartReadyAsync(new() { ["Api:ReadinessTimeout"] = "00:00:00.100" });
        var hold = host.With.Checkpoints.Faults.HoldNext(nameof(ICheckpointStore.ReadAsync), FaultMoment.Before);

        var problem = await host.GetAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
        hold.Release();

        Assert.Equal("""{"store":"The store did not answer within 00:00:00.1000000."}""", problem["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task Ready_SaysSo_WhenNoSiloAnswers()
    {
        await using var host = await StartReadyAsync();
        host.With.Ledger.Failure = new Orleans.Runtime.SiloUnavailableException();

        var problem = await host.GetAsync("/health/ready", HttpStatusCode.ServiceUnavailable);

        Assert.Equal("""{"partitions":"The ledger could not be asked, since no silo answered."}""", problem["errors"]!.ToJsonString());
    }

    private static async Task<ApiHost> StartReadyAsync(Dictionary<string, string?>? settings = null)
    {
        var host = await ApiHost.StartAsync(settings);
        host.With.Ledger.Ledger = new Ledger(DateTimeOffset.UnixEpoch, [.. Enumerable.Range(0, 4).Select(Progress)]);
        return host;
    }

    private static PartitionProgress Progress(int partition) =>
        new(new PartitionId("t", partition), 0, 0, 0, 0, 0, 0, 0, DateTimeOffset.UnixEpoch);
}

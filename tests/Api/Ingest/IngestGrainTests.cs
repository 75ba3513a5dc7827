using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLambda.Api.Tests.Hosting;
using OrleansLambda.Fakes;
using OrleansLambda.Grains.Ingest;

namespace OrleansLambda.Api.Tests.Ingest;

/// <summary>The grain in a cluster of two silos, over one disk.</summary>
public sealed class IngestGrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly InMemoryDisk _disk = new();
    private readonly FakeRealTimeApi _api = new();

    [Fact]
    public async Task Ingest_StartsByItself_SurvivesAnOutage_AndItsSilo()
    {
        _api.Answer = _ => Task.FromResult(Now());
        await using var cluster = Build();
        await cluster.DeployAsync();
        var log = new InMemoryEventLog(_disk, TimeProvider.System);
        await UntilAsync(async () => await RecordsAsync(log) >= 3, "three timestamps in the log");

        var grain = cluster.Client.GetGrain<IIngestGrain>(0);
        _api.Answer = _ => throw new HttpRequestException("Connection refused.");
        await UntilAsync(async () => await grain.GetAsync() is { Failing: true, Error: not null }, "the outage in the status");

        _api.Answer = _ => Task.FromResult(Now());
        await UntilAsync(async () => await grain.GetAsync() is { Failing: false, Error: null, Appended: > 3, LastAt: not null }, "the recovery in the status");

        // Starting again, as each silo does, changes nothing.
        await grain.StartAsync();
        await cluster.KillSiloAsync(await OwnerAsync(cluster));
        var before = await RecordsAsync(log);
        await cluster.StartAdditionalSiloAsync();
        await UntilAsync(async () => await RecordsAsync(log) >= before + 3, "three more timestamps after its silo was gone");
    }

    private static HttpResponseMessage Now() =>
        FakeRealTimeApi.Text($"{{\"tpep_pickup_datetime\":\"{EventTime.Format(TimeProvider.System.GetUtcNow())}\"}}");

    private static async Task<InProcessSiloHandle> OwnerAsync(InProcessTestCluster cluster)
    {
        var management = cluster.Client.GetGrain<Orleans.Runtime.IManagementGrain>(0);
        var address = await management.GetActivationAddress(cluster.Client.GetGrain<IIngestGrain>(0));
        return cluster.Silos.Single(silo => silo.SiloAddress.Equals(address));
    }

    private InProcessTestCluster Build()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Ingest:Url"] = "http://realtime/",
                ["Ingest:Period"] = "00:00:00.100",
                ["Ingest:AttemptTimeout"] = "00:00:00.040",
                ["Ingest:MaxBackoff"] = "00:00:00.200",
            }).Build());
            silo.Services.AddSingleton<IEventLog>(new InMemoryEventLog(_disk, TimeProvider.System));
            silo.Services.AddSingleton<IDeadLetterStore>(new InMemoryDeadLetterStore(_disk));
            silo.Services.AddIngest();
            silo.Services.AddSingleton<IHttpClientFactory>(_api);
        });
        return builder.Build();
    }

    private static async Task<long> RecordsAsync(InMemoryEventLog log)
    {
        var records = 0L;
        for (var partition = 0; partition < (await log.DescribeAsync()).Partitions; partition++)
            records += (await log.GetRangeAsync(partition)).End;
        return records;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string missing)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Missing after {Patience}: {missing}.");
            await Task.Delay(20);
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace OrleansLambda.Batch.Tests.Support;

/// <summary>One life of the process: a silo over its own ports on the world's disk, until it stops or is killed.</summary>
internal sealed class Life : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private bool _dead;

    private Life(InProcessTestCluster cluster, PortSet ports)
    {
        _cluster = cluster;
        Ports = ports;
    }

    public PortSet Ports { get; }

    public IImportGrain Imports => _cluster.Client.GetGrain<IImportGrain>(0);

    public IBatchGrain Batch => _cluster.Client.GetGrain<IBatchGrain>(0);

    /// <summary>Starts a silo. Once it is up, the batch layer starts by itself; returns when its first run has ended, unless told not to wait.</summary>
    public static async Task<Life> StartAsync(World world, PortSet? ports = null, bool wait = true)
    {
        ports ??= new PortSet(world.Disk, world.Clock);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(world.Settings));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            world.AddTo(silo.Services, ports);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var life = new Life(cluster, ports);
        if (wait)
            await life.EndedAsync(RunTrigger.Start, 1);
        return life;
    }

    /// <summary>Returns once <paramref name="count"/> runs of this kind have ended in all, over all lives.</summary>
    public Task EndedAsync(RunTrigger trigger, int count) =>
        Eventually.HoldsAsync($"{count} runs for {trigger} have ended", async () =>
            (await Batch.ListAsync(null, 1000)).Count(run => run.Trigger == trigger && run.State != WorkState.Running) >= count);

    /// <summary>The import once it has ended.</summary>
    public async Task<ImportStatus> EndedAsync(string import)
    {
        ImportStatus? status = null;
        await Eventually.HoldsAsync($"import {import} has ended", async () =>
            (status = await Imports.GetAsync(import)) is { State: not WorkState.Running });
        return status!;
    }

    /// <summary>Imports a dataset, and returns when it has ended and the run that it asked for too.</summary>
    public async Task<ImportStatus> ImportAsync(World world, FakeDataset dataset)
    {
        var started = await Imports.StartAsync(world.Catalog.Put(dataset));
        var ended = await EndedAsync(started.Id);
        await Batch.RunAsync(RunTrigger.Import);
        return ended;
    }

    /// <summary>Ends the process with nothing said to anyone.</summary>
    public async Task KillAsync()
    {
        Ports.Die();
        _dead = true;
        await _cluster.KillSiloAsync(_cluster.Silos[0]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_dead)
            await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>A reminder's tick.</summary>
    public Task TickAsync() => Batch.AsReference<IRemindable>().ReceiveReminder("batch", default);
}

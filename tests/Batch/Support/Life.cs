using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace OrleansLambda.Batch.Tests.Support;

/// <summary>One life of the process, or of several: silos, each over its own ports on the world's disk, until they stop or are killed.</summary>
internal sealed class Life : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly IReadOnlyDictionary<string, PortSet> _ports;
    private readonly HashSet<string> _killed = [];

    private Life(InProcessTestCluster cluster, IReadOnlyDictionary<string, PortSet> ports)
    {
        _cluster = cluster;
        _ports = ports;
    }

    /// <summary>The ports of the only silo.</summary>
    public PortSet Ports => _ports.Values.Single();

    public IImportGrain Imports => _cluster.Client.GetGrain<IImportGrain>(0);

    public IBatchGrain Batch => _cluster.Client.GetGrain<IBatchGrain>(0);

    /// <summary>
    /// Starts silos, over <paramref name="ports"/> where given. Once one is up, the batch layer starts by itself; returns when its first
    /// run has ended, unless told not to wait.
    /// </summary>
    public static async Task<Life> StartAsync(World world, PortSet? ports = null, bool wait = true, short silos = 1)
    {
        var all = new ConcurrentDictionary<string, PortSet>();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(world.Settings));
        builder.ConfigureSilo((options, silo) =>
        {
            silo.UseInMemoryReminderService();
            world.AddTo(silo.Services, all[options.SiloName] = ports ?? new PortSet(world.Disk, world.Clock));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            // A single witness is enough, since of two silos one is left; slow enough for a machine that is busy.
            silo.Configure<ClusterMembershipOptions>(static membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(2);
                membership.NumMissedProbesLimit = 3;
                membership.NumVotesForDeathDeclaration = 1;
            });
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var life = new Life(cluster, all);
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

    /// <summary>Where <see cref="Batch"/> is active.</summary>
    public async Task<InProcessSiloHandle> BatchSiloAsync()
    {
        var address = await _cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(Batch);
        return _cluster.Silos.Single(silo => silo.SiloAddress.Equals(address));
    }

    public PortSet PortsOf(InProcessSiloHandle silo) => _ports[silo.Name];

    /// <summary>Ends the process with nothing said to anyone.</summary>
    public Task KillAsync() => KillAsync(_cluster.Silos.Single());

    /// <inheritdoc cref="KillAsync()"/>
    public async Task KillAsync(InProcessSiloHandle silo)
    {
        PortsOf(silo).Die();
        _killed.Add(silo.Name);
        try
        {
            await _cluster.KillSiloAsync(silo);
        }
        catch (OperationCanceledException)
        {
            // The kill is a stop without time to do it, and says so now and then.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_killed.Count == 0)
            await _cluster.StopAllSilosAsync();
        foreach (var silo in _cluster.Silos.Where(silo => !_killed.Contains(silo.Name)).ToList())
            await KillAsync(silo);
        await _cluster.DisposeAsync();
    }

    /// <summary>A reminder's tick that may find the silo gone.</summary>
    public async Task TryTickAsync()
    {
        try
        {
            await TickAsync();
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // The next one comes, as a reminder does.
            return;
        }
    }

    /// <summary>A reminder's tick.</summary>
    public Task TickAsync() => Batch.AsReference<IRemindable>().ReceiveReminder("batch", default);
}

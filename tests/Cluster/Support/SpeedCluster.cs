using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace OrleansLambda.Cluster.Support;

/// <summary>
/// Silos in this process with the speed layer over one disk in memory. Each silo has ports of its own; what is killed
/// stops reaching the disk. Failures are noticed within a few seconds.
/// </summary>
public sealed class SpeedCluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SiloPorts> _ports = new();
    private readonly ConcurrentDictionary<string, bool> _killed = new();
    private readonly InProcessTestCluster _cluster;

    private SpeedCluster(InMemoryDisk disk, short silos, Action<ISiloBuilder, SiloPorts> configure, Action<string, SiloPorts>? prepare)
    {
        Disk = disk;
        Log = new InMemoryEventLog(disk, TimeProvider.System);
        Windows = new InMemoryWindowStore(disk);
        Letters = new InMemoryDeadLetterStore(disk);
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            var ports = _ports[options.SiloName] = new SiloPorts(disk);
            prepare?.Invoke(options.SiloName, ports);
            configure(silo, ports);
            NoticeFailures(silo);
        });
        _cluster = builder.Build();
    }

    public InMemoryDisk Disk { get; }

    /// <summary>The test's own ports: their faults hit no silo.</summary>
    public InMemoryEventLog Log { get; }

    public InMemoryWindowStore Windows { get; }

    public InMemoryDeadLetterStore Letters { get; }

    public IClusterClient Client => _cluster.Client;

    /// <summary>The silos that are alive.</summary>
    public IReadOnlyList<InProcessSiloHandle> Silos => [.. _cluster.Silos.Where(silo => !_killed.ContainsKey(silo.Name))];

    /// <summary>Starts silos over <paramref name="disk"/>.</summary>
    public static async Task<SpeedCluster> StartAsync(InMemoryDisk disk, short silos = 3, Action<ISiloBuilder>? configure = null, Action<string, SiloPorts>? prepare = null)
    {
        var cluster = new SpeedCluster(disk, silos, (silo, ports) =>
        {
            Configure(silo, ports);
            configure?.Invoke(silo);
        }, prepare);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Starts silos over <paramref name="disk"/> that have nothing but what <paramref name="configure"/> gives them.</summary>
    public static async Task<SpeedCluster> StartBareAsync(InMemoryDisk disk, short silos, Action<ISiloBuilder, SiloPorts> configure)
    {
        var cluster = new SpeedCluster(disk, silos, configure, null);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public SiloPorts PortsOf(InProcessSiloHandle silo) => _ports[silo.Name];

    /// <summary>The ports of all silos.</summary>
    public IEnumerable<SiloPorts> AllPorts => Silos.Select(PortsOf);

    /// <summary>The silo that reads <paramref name="partition"/>, once the balancers agree.</summary>
    public InProcessSiloHandle ReaderOf(int partition)
    {
        var silos = Silos.OrderBy(silo => silo.SiloAddress).ToList();
        return silos[partition % silos.Count];
    }

    /// <summary>The silo on which <paramref name="grain"/> is active, or null.</summary>
    public async Task<InProcessSiloHandle?> SiloOfAsync(IAddressable grain)
    {
        var address = await Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        return Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(address));
    }

    public IWindowGrain Window(DateTimeOffset time) => Client.GetGrain<IWindowGrain>(TumblingWindow.Of(time).Key);

    /// <summary>Kills a silo as a power cut does.</summary>
    public async Task KillAsync(InProcessSiloHandle silo)
    {
        PortsOf(silo).Die();
        _killed[silo.Name] = true;
        try
        {
            await _cluster.KillSiloAsync(silo);
        }
        catch (OperationCanceledException)
        {
            // The kill is a stop without time to do it, and says so now and then.
        }
    }

    /// <summary>Stops a silo as an operator does.</summary>
    public Task StopAsync(InProcessSiloHandle silo) => _cluster.StopSiloAsync(silo);

    public Task<InProcessSiloHandle> AddAsync() => _cluster.StartAdditionalSiloAsync();

    /// <summary>Ends the activation of <paramref name="grain"/>.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public async Task<WindowState?> RowAsync(DateTimeOffset time) => await Windows.ReadAsync(TumblingWindow.Of(time));

    /// <summary>Waits until every window holds exactly what the log says, every poison record has its letter, and the ledger adds up.</summary>
    public async Task ShouldAgreeAsync(Oracle oracle, bool exactLedger = true)
    {
        await Until.NothingIsMissing(async () => await DifferenceAsync(oracle) ?? await LedgerDifferenceAsync(oracle, exactLedger));
        // Nothing may come on top of it either: what was delivered late would show by now, since the ledger says that nothing is pending.
        Assert.Null(await DifferenceAsync(oracle));
    }

    public Task ShouldAgreeAsync() => ShouldAgreeAsync(exactLedger: true);

    public async Task ShouldAgreeAsync(bool exactLedger) => await ShouldAgreeAsync(await new Oracle().AddAsync(Log), exactLedger);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Silos.Select(KillAsync));
        await _cluster.DisposeAsync();
    }

    /// <summary>How the rows differ from what the log says, or null.</summary>
    public async Task<string?> DifferenceAsync(Oracle oracle)
    {
        var rows = (await Windows.RangeAsync(EventTime.MinValue, EventTime.MaxValue, int.MaxValue)).ToDictionary(row => row.Window, row => row.Totals);
        foreach (var (window, totals) in oracle.Windows)
            if (rows.GetValueOrDefault(window) != totals)
                return $"window {window} with {totals}; it has {rows.GetValueOrDefault(window)}";
        if (rows.Count != oracle.Windows.Count)
            return $"{oracle.Windows.Count} windows; there are {rows.Count}";
        var letters = (await Letters.PageAsync(null, int.MaxValue)).Select(letter => (letter.Key.TopicId, letter.Key.Partition, letter.Key.Offset)).ToList();
        return letters.SequenceEqual(oracle.Letters) ? null : $"{oracle.Letters.Count} dead letters; there are {letters.Count}";
    }

    /// <summary>The ledger as its grain tells it.</summary>
    public Task<Ledger> LedgerAsync() => Client.GetGrain<ILedgerGrain>(0).GetAsync();

    private async Task<string?> LedgerDifferenceAsync(Oracle oracle, bool exact)
    {
        var ledger = await LedgerAsync();
        if (ledger.Partitions.Length != oracle.Partitions.Count)
            return $"{oracle.Partitions.Count} partitions in the ledger; there are {ledger.Partitions.Length}";
        foreach (var partition in ledger.Partitions)
        {
            Assert.Equal(partition.Read, partition.Counted + partition.DeadLettered + partition.Pending);
            if (partition.Pending != 0 || partition.Lag != 0)
                return $"the end of {partition.Partition}; {partition.Pending} are pending, {partition.Lag} wait";
            var (counted, letters) = oracle.Partitions[partition.Partition.Partition];
            if (exact && (partition.Counted != counted || partition.DeadLettered != letters))
                return $"{counted} counted and {letters} letters of {partition.Partition}; the ledger has {partition.Counted} and {partition.DeadLettered}";
        }
        return null;
    }

    private static void Configure(ISiloBuilder silo, SiloPorts ports)
    {
        silo.Services.AddSingleton<IEventLog>(ports.Log);
        silo.Services.AddSingleton<IWindowStore>(ports.Windows);
        silo.Services.AddSingleton<IDeadLetterStore>(ports.Letters);
        silo.AddSpeedLayer();
        silo.AddEventLogStreams(PartitionStream.Provider, options =>
        {
            options.MaxRecordsPerRead = 100;
            options.PollPeriod = TimeSpan.FromMilliseconds(10);
            options.CommitPeriod = TimeSpan.FromMilliseconds(50);
            options.ProgressPeriod = TimeSpan.FromMilliseconds(50);
            options.WatermarkGrace = TimeSpan.FromMilliseconds(100);
            options.MinRetryDelay = TimeSpan.FromMilliseconds(10);
            options.MaxRetryDelay = TimeSpan.FromMilliseconds(200);
            options.PartitionCheckPeriod = TimeSpan.FromMilliseconds(200);
        });
        silo.Configure<SpeedLayerOptions>(options =>
        {
            options.AllowedLateness = TimeSpan.FromSeconds(1);
            options.AmendDirectlyAfter = TimeSpan.FromDays(3_000_000); // Windows of the past have grains here, unless a test says otherwise.
            options.MinRetryDelay = TimeSpan.FromMilliseconds(10);
            options.MaxRetryDelay = TimeSpan.FromMilliseconds(200);
            options.DeliveryBudget = TimeSpan.FromSeconds(2);
            options.ReportPeriod = TimeSpan.FromMilliseconds(50);
            options.ClosePeriod = TimeSpan.FromMilliseconds(100);
            options.FeedPeriod = TimeSpan.FromMilliseconds(20);
        });
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
    }

    private static void NoticeFailures(ISiloBuilder silo) =>
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 1;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        });
}

namespace OrleansLambda.Cluster;

public sealed class CrashTests
{
    // Partition 0's reader gets the window first, so the window lives there; partition 1 is read on another silo.
    private const int Here = 0;
    private const int There = 1;

    [Fact]
    public async Task Window_CountsOnce_WhenItsSiloDiesBetweenWriteAndAnswer()
    {
        await using var cluster = await StartWithWindowAsync();
        var home = (await cluster.SiloOfAsync(cluster.Window(Rides.Past)))!;
        var hold = cluster.PortsOf(home).Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.After);
        await cluster.Log.AppendAsync(There, [Rides.At(Rides.Past, 2)]);
        await Until.Comes(hold.Reached, "the write of the second event");
        await cluster.KillAsync(home);
        hold.Release();
        await cluster.Log.AppendAsync(There, [Rides.At(Rides.Past, 4)]);
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Window_CountsOnce_WhenItsSiloDiesBeforeTheWrite()
    {
        await using var cluster = await StartWithWindowAsync();
        var home = (await cluster.SiloOfAsync(cluster.Window(Rides.Past)))!;
        var hold = cluster.PortsOf(home).Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.Before);
        await cluster.Log.AppendAsync(There, [Rides.At(Rides.Past, 2)]);
        await Until.Comes(hold.Reached, "the write of the second event");
        await cluster.KillAsync(home);
        hold.Fail(new StoreUnavailableException("The process is dead."));
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Window_CountsOnce_WhenTheReadersSiloDies()
    {
        await using var cluster = await StartWithWindowAsync();
        var home = (await cluster.SiloOfAsync(cluster.Window(Rides.Past)))!;
        var hold = cluster.PortsOf(home).Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.Before);
        await cluster.Log.AppendAsync(There, [Rides.At(Rides.Past, 2)]);
        await Until.Comes(hold.Reached, "the write of the second event");
        await cluster.KillAsync(cluster.ReaderOf(There));
        hold.Release();
        await cluster.Log.AppendAsync(There, [Rides.At(Rides.Past, 4)]);
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Window_CountsOnce_WhenBothSilosDie()
    {
        await using var cluster = await StartWithWindowAsync();
        var home = (await cluster.SiloOfAsync(cluster.Window(Rides.Past)))!;
        var hold = cluster.PortsOf(home).Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.After);
        await cluster.Log.AppendAsync(There, [Rides.At(Rides.Past, 2)]);
        await Until.Comes(hold.Reached, "the write of the second event");
        await Task.WhenAll(cluster.KillAsync(cluster.ReaderOf(There)), cluster.KillAsync(home));
        hold.Release();
        await cluster.Log.AppendAsync(There, [Rides.At(Rides.Past, 4)]);
        await cluster.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Cluster_CountsOnce_WhenEverySiloDiesAgainAndAgain(int seed)
    {
        var random = new Random(seed);
        var disk = new InMemoryDisk(partitions: 3);
        for (var life = 0; life < 4; life++)
        {
            await using var dying = await SpeedCluster.StartAsync(disk, silos: 1);
            for (var partition = 0; partition < 3; partition++)
                await dying.Log.AppendAsync(partition, Rides.Spread(random.Next(), 1000, windows: 200));
            var writes = random.Next(1, 300);
            await Until.Holds(() => dying.AllPorts.Sum(ports => ports.Windows.Faults.Calls(nameof(IWindowStore.TryWriteAsync))) >= writes, $"{writes} writes");
        }
        await using var cluster = await SpeedCluster.StartAsync(disk);
        await cluster.ShouldAgreeAsync();
    }

    private static async Task<SpeedCluster> StartWithWindowAsync()
    {
        var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2));
        await cluster.Log.AppendAsync(Here, [Rides.At(Rides.Past, 1)]);
        await cluster.ShouldAgreeAsync();
        return cluster;
    }
}

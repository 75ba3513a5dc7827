using System.Collections.Concurrent;
using Orleans.Hosting;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Cluster;

/// <summary>Windows that are long over: their late events go to their rows, past the grains.</summary>
public sealed class AmendTests
{
    [Fact]
    public async Task Rows_AreAmended_WithoutAGrain()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 2), silos: 1);
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 1000, windows: 300));
        await cluster.Log.AppendAsync(1, Rides.Spread(2, 1000, windows: 300));
        await cluster.ShouldAgreeAsync();
        Assert.DoesNotContain(
            await cluster.Client.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics(),
            grain => grain.GrainType.Contains(nameof(WindowGrain), StringComparison.Ordinal));
        Assert.All(await cluster.Windows.RangeAsync(EventTime.MinValue, EventTime.MaxValue, int.MaxValue), row => Assert.True(row.Final));
    }

    [Fact]
    public async Task Row_SaysThatItWasAmended_AndIsWrittenOnceForAllThatComesTogether()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past), Rides.At(Rides.Past), Rides.At(Rides.Past)]);
        await cluster.ShouldAgreeAsync();
        Assert.True(await cluster.RowAsync(Rides.Past) is { Version: 1, Final: true, Amended: false, Totals.Rides: 3 });

        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past)]);
        await cluster.ShouldAgreeAsync();
        Assert.True(await cluster.RowAsync(Rides.Past) is { Version: 2, Final: true, Amended: true, Totals.Rides: 4 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Rows_CountOnce_WhenSilosWriteTheSameWindows_AndWritesFail_AndAnswersAreLost(int seed)
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 6), silos: 3, (_, ports) =>
        {
            ports.Windows.Faults.LoseNextAnswer(nameof(IWindowStore.TryWriteAsync), 20);
            ports.Windows.Faults.LoseNextRequest(nameof(IWindowStore.TryWriteAsync), 10);
            ports.Windows.Faults.FailNext(nameof(IWindowStore.TryWriteAsync), 10);
            ports.Windows.Faults.FailNext(nameof(IWindowStore.ReadAsync), 10);
            ports.Windows.Faults.LoseNextAnswer(nameof(IWindowStore.ReadAsync), 10);
        });
        // Few windows, so that the silos meet in each of them.
        for (var partition = 0; partition < 6; partition++)
            await cluster.Log.AppendAsync(partition, Rides.Spread((seed * 10) + partition, 600, windows: 20));
        await cluster.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task Rows_CountOnce_WhenTheWritersSiloDies(FaultMoment moment)
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 3), silos: 3);
        await cluster.Log.AppendAsync(1, Rides.Spread(6, 300, windows: 40));
        await cluster.ShouldAgreeAsync();
        // A silo that has not heard of the watermark yet hands the events to grains, which may write on another one.
        var holds = cluster.Silos.Select(silo => (Silo: silo, Hold: cluster.PortsOf(silo).Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), moment))).ToArray();
        await cluster.Log.AppendAsync(1, Rides.Spread(7, 300, windows: 40));
        await Until.Comes(Task.WhenAny(holds.Select(static held => held.Hold.Reached)), "a write");
        var (writer, hold) = holds.First(static held => held.Hold.Reached.IsCompleted);
        foreach (var other in holds.Where(held => held.Silo != writer))
            other.Hold.Release();
        await cluster.KillAsync(writer);
        hold.Fail(new StoreUnavailableException("The process is dead."));
        await cluster.Log.AppendAsync(1, Rides.Spread(8, 300, windows: 40));
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Rows_CountOnce_WhenAGrainHoldsTheSameWindow()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        var source = new PartitionId("another", 0);
        var window = TumblingWindow.Of(Rides.Past);
        WindowBatch Batch(long offset) => new(window, source, [new WindowEvent(offset, default)]);
        await cluster.Window(Rides.Past).ApplyAsync(Batch(0)); // The grain holds what it wrote.
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 2)]);
        await Until.NothingIsMissing(async () => (await cluster.RowAsync(Rides.Past))!.Totals.Rides == 2 ? null : "the row with the event amended");

        await Assert.ThrowsAsync<WindowFencedException>(() => cluster.Window(Rides.Past).ApplyAsync(Batch(1)));
        await Until.NothingIsMissing(async () =>
        {
            try
            {
                await cluster.Window(Rides.Past).ApplyAsync(Batch(1));
                return null;
            }
            catch (WindowFencedException)
            {
                return "the grain's next activation";
            }
        });
        Assert.True(await cluster.RowAsync(Rides.Past) is { Totals: { Rides: 3, TotalAmount: 2 } });
    }

    [Fact]
    public async Task Rows_CountOnce_WhenAStoreNeverAnswers()
    {
        await using var cluster = await StartAsync(new InMemoryDisk(partitions: 1), silos: 1, configure: silo =>
            silo.Configure<SpeedLayerOptions>(options => options.StoreTimeout = TimeSpan.FromSeconds(0.5)));
        var hold = cluster.AllPorts.Single().Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.After);
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 1)]);
        await Until.Comes(hold.Reached, "the write");
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 2)]);
        await cluster.ShouldAgreeAsync();
    }

    // The watermark has to be known before a silo can tell that a window is over.
    private static async Task<SpeedCluster> StartAsync(
        InMemoryDisk disk, short silos, Action<string, SiloPorts>? prepare = null, Action<ISiloBuilder>? configure = null)
    {
        var clocks = new ConcurrentBag<WatermarkClock>();
        var cluster = await SpeedCluster.StartAsync(disk, silos, silo =>
        {
            silo.Configure<SpeedLayerOptions>(options => options.AmendDirectlyAfter = TimeSpan.Zero);
            var clock = new WatermarkClock();
            clocks.Add(clock);
            silo.Services.AddSingleton(clock);
            configure?.Invoke(silo);
        }, prepare);
        await Until.Holds(() => clocks.All(clock => clock.Watermark > Rides.Past), "a watermark on every silo");
        return cluster;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Orleans.Configuration;
using Orleans.Hosting;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Cluster;

public sealed class WriteTests
{
    [Fact]
    public async Task Window_CountsOnce_WhenWritesFailAndAnswersAreLost()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2), silos: 2, prepare: (_, ports) =>
        {
            ports.Windows.Faults.LoseNextAnswer(nameof(IWindowStore.TryWriteAsync), 20);
            ports.Windows.Faults.LoseNextRequest(nameof(IWindowStore.TryWriteAsync), 10);
            ports.Windows.Faults.FailNext(nameof(IWindowStore.TryWriteAsync), 10);
            ports.Windows.Faults.FailNext(nameof(IWindowStore.ReadAsync), 10);
            ports.Windows.Faults.LoseNextAnswer(nameof(IWindowStore.ReadAsync), 10);
        });
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 500, windows: 30));
        await cluster.Log.AppendAsync(1, Rides.Spread(2, 500, windows: 30));
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Window_ReadsItsRowAgain_WhenAnotherActivationWroteIt()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 1)]);
        await cluster.ShouldAgreeAsync();
        await Until.NothingIsMissing(async () => (await cluster.RowAsync(Rides.Past))!.Final ? null : "the end of the window, which is a write too");

        // The other activation has counted the event at offset 1 already, which this one is about to be sent.
        var source = new PartitionId((await cluster.Log.DescribeAsync()).TopicId, 0);
        var row = (await cluster.RowAsync(Rides.Past))!;
        var ride = new Ride { TotalAmount = new Micros(2_000_000), PassengerCount = 1 };
        var theirs = row.Apply(new WindowBatch(row.Window, source, [new WindowEvent(1, ride)])).NextVersion(DateTimeOffset.MinValue, TimeSpan.Zero);
        Assert.True(await cluster.Windows.TryWriteAsync(theirs));

        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 2), Rides.At(Rides.Past, 4)]);
        await cluster.ShouldAgreeAsync();
        Assert.Equal(theirs.Version + 1, (await cluster.RowAsync(Rides.Past))!.Version);
    }

    [Fact]
    public async Task Window_SaysWhyItFailed_ToCallersOnOtherSilos()
    {
        // What a store's client throws is known to that client alone.
        var cause = new Xunit.Sdk.XunitException("The region server is away.");
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1, prepare: (_, ports) =>
            ports.Windows.Faults.Before = _ => throw new StoreUnavailableException("There is no storage.", cause));

        var source = new PartitionId((await cluster.Log.DescribeAsync()).TopicId, 0);
        var batch = new WindowBatch(TumblingWindow.Of(Rides.Past), source, [new WindowEvent(0, default)]);
        var fenced = await Assert.ThrowsAsync<WindowFencedException>(() => cluster.Window(Rides.Past).ApplyAsync(batch));

        var unavailable = Assert.IsType<StoreUnavailableException>(fenced.InnerException);
        Assert.Equal("There is no storage.", unavailable.Message);
        Assert.Equal(cause.Message, unavailable.InnerException?.Message);
    }

    [Fact]
    public async Task Window_CountsOnce_WhenACallTimesOutAndItsDuplicateFollows()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1, configure: silo =>
        {
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(3));
            silo.Configure<SpeedLayerOptions>(options => options.DeliveryBudget = TimeSpan.FromSeconds(0.5));
        });
        var faults = cluster.AllPorts.Single().Windows.Faults;
        var hold = faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.Before);
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 1)]);
        await Until.Comes(hold.Reached, "the write");
        var watch = Stopwatch.StartNew();
        await Until.Holds(() => watch.Elapsed > TimeSpan.FromSeconds(9), "more than the time a call has, three times over");
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 2)]);
        hold.Release();
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Window_IsReadAfresh_WhenItsWriteNeverEnds()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1, configure: silo =>
            silo.Configure<SpeedLayerOptions>(options => options.StoreTimeout = TimeSpan.FromSeconds(0.5)));
        var hold = cluster.AllPorts.Single().Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.After);
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 1)]);
        await Until.Comes(hold.Reached, "the write");
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 2)]);
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Window_AnswersDuplicates_OnlyWhenTheyAreDurable()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        var source = new PartitionId((await cluster.Log.DescribeAsync()).TopicId, 0);
        var window = TumblingWindow.Of(Rides.Past);
        var batch = new WindowBatch(window, source, [new WindowEvent(0, default), new WindowEvent(3, default)]);
        var hold = cluster.AllPorts.Single().Windows.Faults.HoldNext(nameof(IWindowStore.TryWriteAsync), FaultMoment.Before);
        var grain = cluster.Window(Rides.Past);
        var first = grain.ApplyAsync(batch);
        await Until.Comes(hold.Reached, "the write");
        var duplicate = grain.ApplyAsync(batch);
        var part = grain.ApplyAsync(batch with { Events = batch.Events[..1] });
        // Calls are answered in the order of their arrival here, so an answer to a later one shows that the duplicates were not answered.
        await Until.Comes(Assert.ThrowsAsync<ArgumentException>(() => grain.ApplyAsync(batch with { Window = TumblingWindow.FromNumber(1) })), "an answer to a wrong call");
        Assert.False(first.IsCompleted || duplicate.IsCompleted || part.IsCompleted);
        hold.Release();
        await Until.Comes(Task.WhenAll(first, duplicate, part), "the answers");
        var row = (await cluster.Windows.ReadAsync(window))!;
        Assert.Equal((2L, 1L), (row.Totals.Rides, row.Version));
    }

    [Fact]
    public async Task Cluster_CountsOnce_WhenAllStorageIsGoneForLongerThanEveryTimeout()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2), silos: 2, configure: silo =>
        {
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(3));
            silo.Configure<SpeedLayerOptions>(options => options.DeliveryBudget = TimeSpan.FromSeconds(0.5));
        });
        await cluster.Log.AppendAsync(0, Rides.Spread(1, 300, windows: 20));
        await cluster.ShouldAgreeAsync();
        var refused = new ConcurrentDictionary<string, int>();
        foreach (var ports in cluster.AllPorts)
            ports.Windows.Faults.Before = ports.Letters.Faults.Before = ports.Log.Faults.Before = operation =>
            {
                refused.AddOrUpdate(operation, 1, static (_, count) => count + 1);
                throw new StoreUnavailableException("There is no storage.");
            };
        await cluster.Log.AppendAsync(0, Rides.Spread(2, 300, windows: 20));
        await cluster.Log.AppendAsync(1, [Rides.Poison(1), .. Rides.Spread(3, 300, windows: 20)]);
        var watch = Stopwatch.StartNew();
        await Until.Holds(() => watch.Elapsed > TimeSpan.FromSeconds(2), "two seconds without a log");
        // The log comes back before the stores do: batches are under way through the rest of the outage.
        foreach (var ports in cluster.AllPorts)
            ports.Log.Faults.Clear();
        await Until.Holds(() => watch.Elapsed > TimeSpan.FromSeconds(6), "four more seconds without stores");
        foreach (var operation in new[] { nameof(IDeadLetterStore.StoreAsync), nameof(IWindowStore.TryWriteAsync) })
            await Until.Holds(() => refused.GetValueOrDefault(operation) > 5, $"six refusals of {operation}");
        foreach (var ports in cluster.AllPorts)
        {
            ports.Windows.Faults.Clear();
            ports.Letters.Faults.Clear();
        }
        await cluster.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Partition_SendsAgainToNoOtherWindow_WhenOneCannotBeRead()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1, configure: silo =>
            silo.Configure<SpeedLayerOptions>(options => options.DeliveryBudget = TimeSpan.FromSeconds(0.3)));
        var ports = cluster.AllPorts.Single();
        using var duplicates = new CounterReading(MetricNames.Duplicates);
        // Nine of ten windows are read once; the third, and whatever is read again, is not for a good while.
        var reads = 0;
        ports.Windows.Faults.Before = operation => operation == nameof(IWindowStore.ReadAsync) && Interlocked.Increment(ref reads) is 3 or (> 10 and < 30)
            ? Task.FromException(new StoreUnavailableException("This window is made to be unreadable."))
            : Task.CompletedTask;
        await cluster.Log.AppendAsync(0, [.. Enumerable.Range(0, 10).Select(i => Rides.At(Rides.Past.AddSeconds(10 * i)))]);
        await cluster.ShouldAgreeAsync();
        Assert.True(reads >= 30, "The unreadable window was read until it could be.");
        Assert.Equal(0, duplicates.Value);
    }
}

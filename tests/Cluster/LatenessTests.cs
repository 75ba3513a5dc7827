using Orleans.Hosting;

namespace OrleansLambda.Cluster;

public sealed class LatenessTests
{
    [Fact]
    public async Task Window_IsAmended_WhenAnEventComesAfterItsCloseAndAfterItsGrainIsGone()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2), silos: 1);
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 1)]);
        await Until.NothingIsMissing(async () => await cluster.RowAsync(Rides.Past) is { Final: true, Amended: false } ? null : "the final window");
        var closed = (await cluster.RowAsync(Rides.Past))!;

        await cluster.Log.AppendAsync(1, [Rides.At(Rides.Past, 2)]);
        await cluster.ShouldAgreeAsync();
        var amended = (await cluster.RowAsync(Rides.Past))!;
        Assert.Equal((true, true, closed.Version + 1, 3m), (amended.Final, amended.Amended, amended.Version, amended.Totals.TotalAmount));

        await cluster.DeactivateAsync(cluster.Window(Rides.Past));
        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 4)]);
        await cluster.ShouldAgreeAsync();
        var again = (await cluster.RowAsync(Rides.Past))!;
        Assert.Equal((true, true, amended.Version + 1, 7m), (again.Final, again.Amended, again.Version, again.Totals.TotalAmount));
    }

    [Fact]
    public async Task LastWindowOfAQuietStream_Closes_AlsoWhenItsSiloIsGone()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2), silos: 2);
        var now = TimeProvider.System.GetUtcNow();
        await cluster.Log.AppendAsync(0, [Rides.At(now)]);
        await Until.NothingIsMissing(async () => await cluster.RowAsync(now) is not null ? null : "the window");
        await cluster.KillAsync((await cluster.SiloOfAsync(cluster.Window(now)))!);
        await Until.NothingIsMissing(async () => await cluster.RowAsync(now) is { Final: true } ? null : "the final window");
        var closedAt = TimeProvider.System.GetUtcNow();
        Assert.True(closedAt >= TumblingWindow.Of(now).End.AddSeconds(1), "The window was closed before its end and the allowed lateness had passed.");
        await cluster.ShouldAgreeAsync();
        Assert.False((await cluster.RowAsync(now))!.Amended);
    }

    [Fact]
    public async Task FarFutureAndFarPast_NeitherCloseNorStallOthers()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2), silos: 1);
        var now = TimeProvider.System.GetUtcNow();
        var (future, past) = (now.AddMinutes(50), now.AddDays(-3000));
        await cluster.Log.AppendAsync(0, [Rides.At(future), Rides.At(past), Rides.At(now)]);
        await cluster.ShouldAgreeAsync();
        var present = (await cluster.RowAsync(now))!;
        if (TimeProvider.System.GetUtcNow() < TumblingWindow.Of(now).End)
            Assert.False(present.Final, "An event of the future closed the present.");
        await Until.NothingIsMissing(async () => await cluster.RowAsync(past) is { Final: true } ? null : "the final window of the past");
        await Until.NothingIsMissing(async () => await cluster.RowAsync(now) is { Final: true } ? null : "the final window of the present");
        Assert.False((await cluster.RowAsync(future))!.Final);
    }

    [Fact]
    public async Task Watermark_WaitsForEveryPartition()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 2), silos: 1, prepare: (_, ports) =>
            ports.Letters.Faults.FailNext(nameof(IDeadLetterStore.StoreAsync), 100_000));
        // Partition 1 cannot get past its first record; what partition 0 counts must not become final.
        await cluster.Log.AppendAsync(1, [Rides.Poison(1)]);
        var stuckSince = TimeProvider.System.GetUtcNow();
        await Until.Holds(() => cluster.AllPorts.Single().Letters.Faults.Calls(nameof(IDeadLetterStore.StoreAsync)) > 0, "an attempt to store the letter");
        var time = stuckSince.AddSeconds(-20);
        await cluster.Log.AppendAsync(0, [Rides.At(time)]);
        await Until.NothingIsMissing(async () => await cluster.RowAsync(time) is not null ? null : "the window");
        await Until.Holds(() => TimeProvider.System.GetUtcNow() > stuckSince.AddSeconds(3), "three seconds");
        Assert.True((await cluster.LedgerAsync()).Watermark < stuckSince);
        cluster.AllPorts.Single().Letters.Faults.Clear();
        await cluster.ShouldAgreeAsync();
        await Until.NothingIsMissing(async () => (await cluster.LedgerAsync()).Watermark > stuckSince ? null : "the watermark's move");
    }
}

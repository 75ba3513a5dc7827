using Orleans.Concurrency;

namespace OrleansLambda.Cluster;

public sealed class FeedTests
{
    [Fact]
    public async Task Feed_TellsEachChange_AfterItsCursor()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        var feed = cluster.Client.GetGrain<IWindowFeedGrain>(0);
        var start = await feed.ReadAsync(null, 10);
        Assert.Equal((0, false), (start.Changes.Length, start.Missed));

        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 1)]);
        var first = await FinalAsync(feed, start.Cursor, 1m);
        Assert.Equal(TumblingWindow.Of(Rides.Past), first.Changes[^1].Window);

        await cluster.Log.AppendAsync(0, [Rides.At(Rides.Past, 2)]);
        var second = await FinalAsync(feed, first.Cursor, 3m);
        Assert.True(second.Changes[^1].Version > first.Changes[^1].Version);
    }

    [Fact]
    public async Task Feed_SaysThatItMissed_WhenTheCursorIsTooOldOrAnothersOrChangesWereLost()
    {
        await using var cluster = await SpeedCluster.StartAsync(new InMemoryDisk(partitions: 1), silos: 1);
        var feed = cluster.Client.GetGrain<IWindowFeedGrain>(0);
        var start = (await feed.ReadAsync(null, 1)).Cursor;
        await PublishAsync(0, IWindowFeedGrain.Capacity);
        var page = await feed.ReadAsync(start, 1000);
        Assert.Equal((1000, 0L, false), (page.Changes.Length, page.Changes[0].Window.Number, page.Missed));
        Assert.Equal(999, page.Changes[^1].Window.Number);

        await PublishAsync(IWindowFeedGrain.Capacity, 1);
        Assert.True((await feed.ReadAsync(start, 1000)).Missed);
        Assert.True((await feed.ReadAsync(start with { Epoch = start.Epoch + 1 }, 1)).Missed);
        Assert.True((await feed.ReadAsync(start with { Number = 1_000_000 }, 1)).Missed);

        var now = (await feed.ReadAsync(null, 1)).Cursor;
        await PublishAsync(0, 1, complete: false);
        Assert.True((await feed.ReadAsync(now, 1)).Missed);
        Assert.False((await feed.ReadAsync((await feed.ReadAsync(now, 1)).Cursor, 1)).Missed);

        Task PublishAsync(int from, int count, bool complete = true)
        {
            WindowView[] changes = [.. Enumerable.Range(from, count).Select(i => new WindowView(TumblingWindow.FromNumber(i), TripTotals.Zero, 1, false, false))];
            return feed.PublishAsync(new Immutable<WindowView[]>(changes), complete);
        }
    }

    // A window may be written before it becomes final, and is written once more then.
    private static async Task<WindowFeedPage> FinalAsync(IWindowFeedGrain feed, WindowFeedCursor cursor, decimal amount)
    {
        WindowFeedPage page = null!;
        await Until.NothingIsMissing(async () =>
            (page = await feed.ReadAsync(cursor, 10)).Changes is [.., { Final: true } last] && last.Totals.TotalAmount == amount ? null : $"a final window of {amount} in the feed");
        return page;
    }
}

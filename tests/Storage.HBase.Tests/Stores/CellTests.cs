using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Speed;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase.Tests.Stores;

/// <summary>What lies below the ports: which cells there are, also after HBase has written them to disk and put files together.</summary>
public sealed class CellTests(Cluster cluster)
{
    private static readonly DateOnly Date = new(2024, 1, 1);
    private static readonly TumblingWindow First = TumblingWindow.Of(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task FinalWindows_LeaveTheScanForOpenOnes()
    {
        await using var tables = await cluster.TablesAsync();
        var opened = await tables.OpenAsync(TableShape.Windows);
        using var store = new HBaseWindowStore(opened);
        var windows = Enumerable.Range(0, 40).Select(i => TumblingWindow.FromNumber(First.Number + i)).ToArray();
        foreach (var window in windows)
            Assert.True(await store.TryWriteAsync(WindowState.Empty(window) with { Version = 1, Final = window == windows[39] }));

        Assert.Equal(39, await CountAsync(opened.Windows, new Scan().Family(Columns.Open)));
        foreach (var window in windows[..38])
            Assert.True(await store.TryWriteAsync(WindowState.Empty(window) with { Version = 2, Final = true }));

        Assert.Equal(1, await CountAsync(opened.Windows, new Scan().Family(Columns.Open)));
        await tables.Client.Admin.FlushAsync(opened.Windows.Name);
        Assert.Equal(1, await CountAsync(opened.Windows, new Scan().Family(Columns.Open)));
        Assert.Equal([windows[38]], await store.OpenAsync(DateTimeOffset.MaxValue, 10));
        Assert.Equal(40, await CountAsync(opened.Windows, new Scan().Family(Columns.Realtime)));
    }

    [Fact]
    public async Task AWindow_IsOpenAgain_WhereALaterVersionSaysSo()
    {
        await using var tables = await cluster.TablesAsync();
        var opened = await tables.OpenAsync(TableShape.Windows);
        using var store = new HBaseWindowStore(opened);
        for (var version = 1; version <= 7; version++)
        {
            Assert.True(await store.TryWriteAsync(WindowState.Empty(First) with { Version = version, Final = version % 2 == 0 }));
            if (version == 4)
                await tables.Client.Admin.FlushAsync(opened.Windows.Name);
        }

        Assert.Equal([First], await store.OpenAsync(DateTimeOffset.MaxValue, 10));
    }

    [Fact]
    public async Task Rows_AreReplaced_WhetherOnDiskOrInMemory()
    {
        await using var tables = await cluster.TablesAsync();
        var opened = await tables.OpenAsync(TableShape.Days);
        var store = new HBaseDayStore(opened);
        DayState Day(int run) => new(Date, TripTotals.Zero with { Rides = run }, TripTotals.Zero, DateTimeOffset.UnixEpoch, $"run {run}");
        for (var run = 0; run < 4; run++)
        {
            await store.WriteAsync([Day(run), Day(run) with { Date = Date.AddDays(1) }]);
            Assert.Equal(Day(run), await store.ReadAsync(Date));
            if (run != 2)
                await tables.Client.Admin.FlushAsync(opened.Days.Name);
            Assert.Equal(Day(run), await store.ReadAsync(Date));
        }
        Assert.Equal([Day(3), Day(3) with { Date = Date.AddDays(1) }], await store.RangeAsync(Date, Date.AddDays(9), 10));
        Assert.Equal(2, await CellsAsync(tables, opened.Days));
    }

    [Fact]
    public async Task ARow_StaysThatOfTheLaterRun_WhetherOnDiskOrInMemory()
    {
        await using var tables = await cluster.TablesAsync();
        var opened = await tables.OpenAsync(TableShape.Days);
        var store = new HBaseDayStore(opened);
        DayState Day(long epoch) => new(Date, TripTotals.Zero with { Rides = epoch }, TripTotals.Zero, DateTimeOffset.UnixEpoch, $"run {epoch}") { Epoch = epoch };
        foreach (var epoch in (long[])[0, 7, 3])
        {
            await store.WriteAsync([Day(epoch)]);
            await tables.Client.Admin.FlushAsync(opened.Days.Name);
        }
        await store.WriteAsync([Day(6)]);
        Assert.Equal(Day(7), await store.ReadAsync(Date));
        await tables.Client.Admin.FlushAsync(opened.Days.Name);
        Assert.Equal([Day(7)], await store.RangeAsync(Date, Date, 10));
    }

    [Fact]
    public async Task Trips_LeaveOneCell_HoweverOftenTheyAreWritten()
    {
        await using var tables = await cluster.TablesAsync();
        var opened = await tables.OpenAsync(TableShape.Trips, TableShape.State);
        var trip = Trips(0, 1)[0];
        using var encoder = new HBase.Trips.TripEncoder();
        for (var i = 0; i < 3; i++)
        {
            await opened.Trips.PutAsync(encoder.Encode(trip));
            await tables.Client.Admin.FlushAsync(opened.Trips.Name);
        }

        Assert.Equal(1, await CellsAsync(tables, opened.Trips));
    }

    [Fact]
    public async Task Documents_AreThere_WhenTheyAreWrittenAtOnceAfterADelete()
    {
        await using var tables = await cluster.TablesAsync();
        var store = new HBaseCheckpointStore(await tables.OpenAsync(TableShape.State));
        for (var i = 0; i < 200; i++)
        {
            Assert.True(await store.TryWriteAsync(new("key", $"[{i}]", 1)), $"Round {i} was refused.");
            Assert.Equal(new Checkpoint("key", $"[{i}]", 1), await store.ReadAsync("key"));
            await store.DeleteAsync("key");
            Assert.Null(await store.ReadAsync("key"));
        }
    }

    [Fact]
    public async Task Trips_AreCountedOnce_WhereTwoProcessesTakeTurns()
    {
        await using var tables = await cluster.TablesAsync();
        using var one = new HBaseTripStore(await tables.OpenAsync(TableShape.Trips, TableShape.State));
        using var other = new HBaseTripStore(await tables.OpenAsync());

        Assert.Equal(100, await one.AppendAsync(Trips(0, 100)));
        Assert.Equal(50, await other.AppendAsync(Trips(50, 150)));
        Assert.Equal(50, await one.AppendAsync(Trips(100, 200)));
        Assert.Equal(100, await other.AppendAsync(Trips(0, 300)));
        Assert.Equal(0, await one.AppendAsync(Trips(0, 300)));

        Assert.Equal(300, await one.CountAsync());
    }

    [Fact]
    public async Task Trips_AreAdded_WhereAProcessDiedBetweenItsMarksAndItsTrips()
    {
        await using var tables = await cluster.TablesAsync();
        var opened = await tables.OpenAsync(TableShape.Trips, TableShape.State);
        await new HBase.Trips.TripMarks(opened.State).RaiseAsync(new Dictionary<DateOnly, long> { [Date] = 99 }, default);
        using var store = new HBaseTripStore(opened);

        Assert.Equal(150, await store.AppendAsync(Trips(0, 150)));
        Assert.Equal(150, await store.CountAsync());
    }

    private static Trip[] Trips(int from, int to)
    {
        var builder = new TripBuilder();
        return [.. Enumerable.Range(from, to - from).Select(ordinal =>
        {
            builder.Clear();
            builder.Set(TripColumn.PickupAt, ((Date.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).Ticks / 10) + (ordinal * 1_000_000L));
            return builder.Build(ordinal);
        })];
    }

    // Every version that HBase can tell from others, whether it would give it to readers or not.
    private static async Task<int> CellsAsync(TestTables tables, HBaseTable table) =>
        (await tables.Server.ShellAsync($"scan '{table.Name}', {{RAW => true, VERSIONS => 100}}")).Split("timestamp=").Length - 1;

    private static async Task<int> CountAsync(HBaseTable table, Scan scan)
    {
        var count = 0;
        await foreach (var _ in table.ScanAsync(scan))
            count++;
        return count;
    }
}

using OrleansLambda.Batch.Tests.Support;
using OrleansLambda.Grains.Serving;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Batch.Tests.Serving;

public sealed class DayReaderTests
{
    [Fact]
    public async Task Yesterday_ComesFromBatchAndToday_FromSpeed()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await world.LiveAsync("2024-06-14 21:59:59", 1m);
        await WindowAsync(world, "2024-06-14T21:59:50Z", 1);
        await WindowAsync(world, "2024-06-14T22:00:00Z", 2); // midnight in Berlin
        await WindowAsync(world, "2024-06-15T11:00:00Z", 4);
        Assert.Null((await Reader(world).ReadAsync(null, null, 10)).Boundary);
        Assert.Equal([("2024-06-14", 1, DaySource.Speed), ("2024-06-15", 6, DaySource.Speed)], await ReadAsync(world, null, null));

        await world.Run().ExecuteAsync("run", world.Clock.GetUtcNow(), DateSet.Empty, default);
        Assert.Equal([("2024-06-14", 1, DaySource.Batch), ("2024-06-15", 6, DaySource.Speed)], await ReadAsync(world, null, null));
        Assert.Equal(new DateOnly(2024, 6, 15), (await Reader(world).ReadAsync(null, null, 10)).Boundary);
        Assert.Equal(new DayView(new DateOnly(2024, 6, 15), Rides(6), DaySource.Speed), await Reader(world).ReadAsync(new DateOnly(2024, 6, 15)));
        Assert.Equal(DaySource.Batch, (await Reader(world).ReadAsync(new DateOnly(2024, 6, 14)))!.Source);
        Assert.Null(await Reader(world).ReadAsync(new DateOnly(2024, 6, 13)));
    }

    [Fact]
    public async Task Pages_GiveEveryDayOnce_WhateverTheirSize()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        var first = new DateOnly(2024, 1, 1);
        var expected = new List<(string, long, DaySource)>();
        for (var i = 0; i < 60; i++)
        {
            var date = first.AddDays(i);
            var text = date.ToString("yyyy-MM-dd", null);
            if (i % 8 == 5)
                expected.Add((text, 1000 + i, DaySource.Batch));
            else if (i % 4 != 1 && i % 3 != 0)
                expected.Add((text, i + 1, DaySource.Speed));
            if (i % 3 != 0)
                await WindowAsync(world, $"{date:yyyy-MM-dd}T10:00:00Z", i + 1);
            if (i % 4 == 1)
                await world.Ports.Days.WriteAsync([new DayState(date, Rides(i % 8 == 1 ? 0 : 1000 + i), default, default, "r")]);
        }
        var all = await ReadAsync(world, null, null);
        Assert.Equal(expected, all);
        for (var limit = 1; limit <= 61; limit += 7)
        {
            var paged = new List<DayView>();
            DateOnly? next = null;
            do
            {
                var page = await Reader(world).ReadAsync(next, null, limit);
                Assert.True(page.Days.Count <= limit);
                Assert.True(page.Days.Count == limit || page.Next is null);
                paged.AddRange(page.Days);
                next = page.Next;
            }
            while (next is not null);
            Assert.Equal(all, paged.Select(Tell));
        }
        Assert.Equal(all.Where(day => string.CompareOrdinal(day.Date, "2024-01-10") >= 0 && string.CompareOrdinal(day.Date, "2024-01-20") <= 0), await ReadAsync(world, "2024-01-10", "2024-01-20"));
    }

    [Fact]
    public async Task Days_AreThoseOfTheZone_AtItsEdges()
    {
        foreach (var zone in new[] { "Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin" })
        {
            using var world = new World("2024-06-15T12:00:00Z").With("Batch:TimeZone", zone);
            var calendar = new ZonedCalendar(zone);
            var range = calendar.RangeOf(new DateOnly(2024, 3, 31));
            await WindowAsync(world, range.From.AddSeconds(-10).ToString("O"), 1);
            await WindowAsync(world, range.From.ToString("O"), 2);
            await WindowAsync(world, range.To.AddSeconds(-10).ToString("O"), 4);
            await WindowAsync(world, range.To.ToString("O"), 8);
            Assert.Equal([("2024-03-30", 1, DaySource.Speed), ("2024-03-31", 6, DaySource.Speed), ("2024-04-01", 8, DaySource.Speed)], await ReadAsync(world, null, null, zone));
            Assert.Equal([("2024-03-31", 6, DaySource.Speed)], await ReadAsync(world, "2024-03-31", "2024-03-31", zone));
        }
    }

    [Fact]
    public async Task Ends_OfTheRange_CanBeRead()
    {
        using var world = new World();
        await WindowAsync(world, "0001-01-02T00:00:00Z", 1);
        await WindowAsync(world, "9999-12-30T23:59:50Z", 2);
        Assert.Equal([("0001-01-02", 1, DaySource.Speed), ("9999-12-31", 2, DaySource.Speed)], await ReadAsync(world, null, null));
        Assert.Empty(await ReadAsync(world, "2024-01-02", "2024-01-01"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Reader(world).ReadAsync(null, null, 0));
    }

    [Fact]
    public async Task Outage_IsTold_NotAnsweredWithHalfADay()
    {
        using var world = new World();
        await WindowAsync(world, "2024-01-02T00:00:00Z", 1);
        world.Ports.Windows.Faults.FailNext(nameof(IWindowStore.SumAsync));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Reader(world).ReadAsync(null, null, 10));
    }

    private static DayReader Reader(World world, string zone = "Europe/Berlin") =>
        new(world.Ports.Days, world.Ports.Windows, world.Ports.Checkpoints, new ZonedCalendar(zone));

    private static async Task<(string Date, long Rides, DaySource Source)[]> ReadAsync(World world, string? from, string? to, string zone = "Europe/Berlin")
    {
        var page = await Reader(world, zone).ReadAsync(from is null ? null : World.Date(from), to is null ? null : World.Date(to), 1000);
        Assert.Null(page.Next);
        return [.. page.Days.Select(Tell)];
    }

    private static (string Date, long Rides, DaySource Source) Tell(DayView day) =>
        (day.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), day.Totals.Rides, day.Source);

    private static TripTotals Rides(long rides) => TripTotals.Zero with { Rides = rides };

    private static async Task WindowAsync(World world, string start, long rides)
    {
        var window = TumblingWindow.Of(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(await world.Ports.Windows.TryWriteAsync(WindowState.Empty(window) with { Totals = Rides(rides), Version = 1 }));
    }
}

using CsCheck;
using OrleansLambda.Batch.Tests.Support;
using OrleansLambda.Grains.Speed;

namespace OrleansLambda.Batch.Tests.Runs;

/// <summary>
/// Events, replays, imports, runs and kills in any order: once all days are past, every day's row is what its events
/// and trips add up to, each once - and, for events alone, what the speed layer's windows add up to.
/// </summary>
public sealed class BatchModelTests
{
    private const int MaxKilledAt = 40;

    // What happens next: its kind, how far event time lies behind now, cents, and where.
    private static readonly Gen<(int Kind, int Minutes, int Cents, int Partition)[]> Steps =
        Gen.Select(Gen.Int[0, 9], Gen.Int[-59, 5 * 24 * 60], Gen.Int[-500, 10_000], Gen.Int[0, 2]).Array[1, 40];

    private static readonly Gen<string> Zone = Gen.Int[0, 3].Select(i => new[] { "Europe/Berlin", "UTC", "America/Havana", "Pacific/Kiritimati" }[i]);

    [Fact]
    public Task Rows_AreWhatEventsAndTripsAddUpTo_AfterAnyHistory() =>
        Gen.Select(Zone, Steps).SampleAsync(async (zone, steps) =>
        {
            using var world = new World("2024-03-09T20:00:00Z").With("Batch:TimeZone", zone);
            var calendar = new ZonedCalendar(zone);
            var live = new List<(DateTimeOffset Time, decimal Total)>();
            var replays = new List<(DateTimeOffset Time, decimal Total)>();
            var trips = new List<(DateTimeOffset Time, decimal Total)>();
            foreach (var (kind, minutes, cents, partition) in steps)
            {
                var time = world.Clock.GetUtcNow().AddMinutes(-minutes);
                var total = cents / 100m;
                switch (kind)
                {
                    case <= 3:
                        live.Add((time, total));
                        await world.LiveAsync(EventTime.Format(time), total, partition);
                        break;
                    case 4:
                        replays.Add((time, total));
                        await world.ReplayAsync(EventTime.Format(time), total, partition);
                        break;
                    case 5:
                        trips.Add((time, total));
                        await DirectImport.RunAsync(world, new FakeDataset($"d{trips.Count}").Trip(EventTime.Format(time), total));
                        break;
                    case 6:
                        await RunAsync(world, killedAt: minutes < 0 ? -minutes : minutes % MaxKilledAt);
                        break;
                    case 7:
                        await RunAsync(world, killedAt: null);
                        break;
                    default:
                        world.Clock.Advance(TimeSpan.FromMinutes(minutes + 60));
                        break;
                }
            }
            world.Clock.Advance(TimeSpan.FromDays(3));
            await RunAsync(world, killedAt: null);

            var held = trips.Select(trip => DateOnly.FromDateTime(trip.Time.UtcDateTime)).ToHashSet();
            var expected = live.Concat(replays.Where(replay => !held.Contains(DateOnly.FromDateTime(replay.Time.UtcDateTime))))
                .Select(e => (Date: calendar.DateOf(e.Time), e.Total))
                .Concat(trips.Select(trip => (Date: DateOnly.FromDateTime(trip.Time.UtcDateTime), trip.Total)))
                .GroupBy(e => e.Date)
                .Select(day => (day.Key.ToString("yyyy-MM-dd", null), (long)day.Count(), day.Sum(e => e.Total)))
                .Order();
            Assert.Equal(expected, (await world.DaysAsync()).Where(day => day.Rides > 0));
        }, iter: 60, threads: 1);

    [Fact]
    public Task BatchAndSpeed_GiveTheSameTotals_ForTheSameEvents() =>
        Gen.Select(Zone, Steps).SampleAsync(async (zone, steps) =>
        {
            using var world = new World("2024-03-09T20:00:00Z").With("Batch:TimeZone", zone);
            var windows = new Dictionary<TumblingWindow, WindowState>();
            var offset = 0L;
            foreach (var (kind, minutes, cents, _) in steps)
            {
                var time = world.Clock.GetUtcNow().AddMinutes(-minutes).AddSeconds(kind);
                await (kind < 5 ? world.LiveAsync(EventTime.Format(time), cents / 100m) : world.ReplayAsync(EventTime.Format(time), cents / 100m));
                Assert.True(Micros.TryFrom(cents / 100.0, out var total));
                var window = TumblingWindow.Of(time);
                windows[window] = windows.GetValueOrDefault(window, WindowState.Empty(window)).Apply(
                    new WindowBatch(window, new PartitionId("t", 0), [new WindowEvent(offset++, new Ride { TotalAmount = total })]));
            }
            foreach (var state in windows.Values)
                await world.Ports.Windows.TryWriteAsync(state with { Version = 1 });
            world.Clock.Advance(TimeSpan.FromDays(3));

            var reader = new Grains.Serving.DayReader(world.Ports.Days, world.Ports.Windows, world.Ports.Checkpoints, new ZonedCalendar(zone));
            var speed = await reader.ReadAsync(null, null, 1000);
            await RunAsync(world, killedAt: null);
            var batch = await reader.ReadAsync(null, null, 1000);
            Assert.All(speed.Days, day => Assert.Equal(Grains.Serving.DaySource.Speed, day.Source));
            Assert.All(batch.Days, day => Assert.Equal(Grains.Serving.DaySource.Batch, day.Source));
            Assert.Equal(speed.Days.Select(day => (day.Date, day.Totals)), batch.Days.Select(day => (day.Date, day.Totals)));
        }, iter: 60, threads: 1);

    private static async Task RunAsync(World world, int? killedAt)
    {
        var ports = new PortSet(world.Disk, world.Clock);
        var died = killedAt is { } at ? ports.DieAt(at + 1, at % 2 == 0 ? FaultMoment.Before : FaultMoment.After, static _ => true) : new TaskCompletionSource().Task;
        var run = world.Run(ports);
        var work = Task.Run(() => run.ExecuteAsync("run", world.Clock.GetUtcNow(), DateSet.Empty, default));
        await Eventually.ComesAsync("the run ended or was killed", Task.WhenAny(work, died));
        if (work.IsCompleted)
            await work;
    }
}

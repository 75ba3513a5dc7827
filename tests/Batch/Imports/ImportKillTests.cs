using Microsoft.Extensions.DependencyInjection;
using OrleansLambda.Batch.Tests.Support;
using OrleansLambda.Grains.Batch.Imports;

namespace OrleansLambda.Batch.Tests.Imports;

/// <summary>
/// An import killed before or after each of its operations on a store, once and twice, ends as one that was not. The
/// pipeline runs without its grain here, so that every point can be tried.
/// </summary>
public sealed class ImportKillTests
{
    private static FakeDataset Dataset() => new FakeDataset("d1", chunkSize: 2)
        .Trip("2024-01-01 10:00:00", 1.10m).Reject("total_amount is not a number", "a,b")
        .Trip("2024-01-01 10:00:00", 1.10m).Trip("2024-01-02 11:00:00", 2.20m)
        .Reject("tpep_pickup_datetime is not a date").Reject("the record has 3 fields", "\ud800 \0 \"")
        .Trip("2024-01-03 12:00:00", 3.30m);

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task Import_EndsAsIfNeverKilled_KilledAtAnyOperation(FaultMoment moment)
    {
        var points = 0;
        for (var at = 1; ; at++)
        {
            using var world = new World();
            if (!await KilledAsync(world, at, moment))
            {
                await AssertWholeAsync(world);
                break;
            }
            points++;
            Assert.False(await KilledAsync(world, int.MaxValue, moment));
            await AssertWholeAsync(world);
        }
        Assert.True(points >= 10, $"There were only {points} points to kill at.");
    }

    [Fact]
    public async Task Import_EndsAsIfNeverKilled_KilledAgainAndAgain()
    {
        for (var second = 1; second <= 6; second++)
        {
            using var world = new World();
            for (var life = 0; await KilledAsync(world, life == 0 ? 6 : 5 + (second % 4) + (life % 2), FaultMoment.After); life++)
                Assert.True(life < 100, "The import did not get ahead.");
            await AssertWholeAsync(world);
        }
    }

    [Fact]
    public async Task Added_IsExact_WhenAnotherDatasetHadSomeOfTheTrips()
    {
        for (var at = 1; at <= 14; at++)
        {
            using var world = new World();
            await world.Ports.Trips.AppendAsync([.. Dataset().Trips.Take(2)]);
            await KilledAsync(world, at, FaultMoment.After);
            await KilledAsync(world, int.MaxValue, FaultMoment.After);
            Assert.Equal(2, (await StateAsync(world)).Added);
        }
    }

    // Whether the life was killed; else the import has ended.
    private static async Task<bool> KilledAsync(World world, int at, FaultMoment moment)
    {
        var ports = new PortSet(world.Disk, world.Clock);
        var provider = world.Services(ports);
        var services = provider.GetRequiredService<ImportServices>();
        var stored = await services.Documents.ReadAsync(ImportState.Key("d1"), BatchJson.Default.ImportState, default);
        if (stored.Value is null)
        {
            var state = new ImportState { Id = "d1", Location = "d1.fake", State = WorkState.Running, StartedAt = world.Clock.GetUtcNow() };
            stored = await services.Documents.WriteAsync(stored, state, BatchJson.Default.ImportState, default);
        }
        var died = ports.DieAt(at, moment, static _ => true);
        var pipeline = new ImportPipeline(services, new OpenedDataset("d1", "d1.fake", "d1.fake", Dataset()), stored);
        var run = Task.Run(() => pipeline.RunAsync(default));
        await Eventually.ComesAsync("the import ended or was killed", Task.WhenAny(run, died));
        if (!run.IsCompleted)
            return true;
        await run;
        return false;
    }

    private static async Task<ImportState> StateAsync(World world) =>
        (await world.Services(world.Ports).GetRequiredService<Documents>().ReadAsync(ImportState.Key("d1"), BatchJson.Default.ImportState, default)).Value!;

    private static async Task AssertWholeAsync(World world)
    {
        var state = await StateAsync(world);
        Assert.Equal(
            (WorkState.Completed, 7L, 4L, 3L, 1.0, false),
            (state.State, state.NextOrdinal, state.Added, state.Rejected, state.Done, state.Aggregated));
        Assert.Equal(4, await world.Ports.Trips.CountAsync());
        Assert.True(state.Dates.Equals(DateSet.Of([new DateRange(new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 3))])));
        Assert.Equal(
            [
                """{"line":3,"reason":"total_amount is not a number","text":"a,b"}""",
                """{"line":6,"reason":"tpep_pickup_datetime is not a date","text":"bad,record"}""",
                """{"line":7,"reason":"the record has 3 fields","text":"\uFFFD \u0000 \u0022"}""",
            ],
            world.RejectLines("d1"));
        Assert.Equal(state.RejectBytes, new FileInfo(Path.Combine(world.RejectFolder, "d1.ndjson")).Length);
    }
}

using OrleansLambda.Batch.Tests.Support;

namespace OrleansLambda.Batch.Tests.Runs;

/// <summary>The batch layer where two silos could do its work.</summary>
public sealed class TwoSilosTests
{
    [Fact]
    public async Task Midnight_WritesEachDayOnce()
    {
        using var world = new World("2024-06-14T21:30:00Z");
        await using var life = await Life.StartAsync(world, silos: 2);
        await world.LiveAsync("2024-06-14 21:00:00", 1m);
        await MidnightAsync(world, life, "2024-06-14T22:00:00.001Z", new DateOnly(2024, 6, 15));
        Assert.Equal([("2024-06-14", 1, 1m)], await world.DaysAsync());

        await world.LiveAsync("2024-06-14 22:00:00", 2m);
        await MidnightAsync(world, life, "2024-06-15T22:00:00.001Z", new DateOnly(2024, 6, 16));
        Assert.Equal([("2024-06-14", 1, 1m), ("2024-06-15", 1, 2m)], await world.DaysAsync());
        // Whichever silo asked, at its start or at a midnight.
        Assert.Equal(2, (await life.Batch.ListAsync(null, 100)).Sum(run => run.DaysWritten));
    }

    [Fact]
    public async Task Run_IsMadeUpForByTheOtherSilo_WhenItsSiloDiesHalfWay()
    {
        using var world = new World("2024-06-15T12:00:00Z");
        await using var life = await Life.StartAsync(world, silos: 2);
        var silo = await life.BatchSiloAsync();
        var killed = life.PortsOf(silo).DieAt(1, FaultMoment.Before, static operation => operation == nameof(IDayStore.WriteAsync));
        await life.Imports.StartAsync(world.Catalog.Put(new FakeDataset("d").Trip("2024-01-01 10:00:00", 2m)));
        await Eventually.ComesAsync("the run of the import is about to write", killed);
        await life.KillAsync(silo);

        await Eventually.HoldsAsync("the other silo has written the day", async () =>
        {
            await life.TryTickAsync();
            return await world.DaysAsync() is [("2024-01-01", 1, 2m)];
        });
        Assert.NotEqual(silo.SiloAddress, (await life.BatchSiloAsync()).SiloAddress);
        Assert.Equal(WorkState.Failed, (await life.Batch.ListAsync(null, 10)).First(run => run.Trigger == RunTrigger.Import).State);
    }

    private static async Task MidnightAsync(World world, Life life, string time, DateOnly boundary)
    {
        world.Clock.SetUtcNow(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        await Eventually.HoldsAsync($"the boundary is {boundary:O}", async () =>
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            return await life.Batch.GetBoundaryAsync() == boundary
                && (await life.Batch.ListAsync(null, 10)).All(run => run.State != WorkState.Running);
        });
    }
}

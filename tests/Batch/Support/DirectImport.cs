using Microsoft.Extensions.DependencyInjection;
using OrleansLambda.Grains.Batch.Imports;

namespace OrleansLambda.Batch.Tests.Support;

/// <summary>An import without its grain.</summary>
internal static class DirectImport
{
    public static async Task RunAsync(World world, FakeDataset dataset)
    {
        var services = world.Services(new PortSet(world.Disk, world.Clock)).GetRequiredService<ImportServices>();
        var stored = await services.Documents.ReadAsync(ImportState.Key(dataset.Fingerprint), BatchJson.Default.ImportState, default);
        var state = new ImportState { Id = dataset.Fingerprint, Location = "", State = WorkState.Running, StartedAt = world.Clock.GetUtcNow() };
        stored = await services.Documents.WriteAsync(stored, state, BatchJson.Default.ImportState, default);
        var ended = await new ImportPipeline(services, new OpenedDataset(dataset.Fingerprint, "", "", dataset), stored).RunAsync(default);
        Assert.Equal(WorkState.Completed, ended.State);
    }
}

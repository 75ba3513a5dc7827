namespace OrleansLambda.Fakes.Tests;

public sealed class InMemoryCheckpointStoreTests : CheckpointStoreConformance
{
    private readonly InMemoryDisk _disk = new();

    protected override Task<ICheckpointStore> OpenAsync() => Task.FromResult<ICheckpointStore>(new InMemoryCheckpointStore(_disk));
}

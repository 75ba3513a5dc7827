namespace OrleansLambda.Fakes.Tests;

public sealed class InMemoryWindowStoreTests : WindowStoreConformance
{
    private readonly InMemoryDisk _disk = new();

    protected override Task<IWindowStore> OpenAsync() => Task.FromResult<IWindowStore>(new InMemoryWindowStore(_disk));
}

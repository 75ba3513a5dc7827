namespace OrleansLambda.Fakes.Tests;

public sealed class InMemoryDeadLetterStoreTests : DeadLetterStoreConformance
{
    private readonly InMemoryDisk _disk = new();

    protected override Task<IDeadLetterStore> OpenAsync() => Task.FromResult<IDeadLetterStore>(new InMemoryDeadLetterStore(_disk));
}

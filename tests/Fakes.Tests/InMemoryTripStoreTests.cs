namespace OrleansLambda.Fakes.Tests;

public sealed class InMemoryTripStoreTests : TripStoreConformance
{
    private readonly InMemoryDisk _disk = new();

    protected override Task<ITripStore> OpenAsync() => Task.FromResult<ITripStore>(new InMemoryTripStore(_disk));
}

namespace OrleansLambda.Fakes.Tests;

public sealed class InMemoryDayStoreTests : DayStoreConformance
{
    private readonly InMemoryDisk _disk = new();

    protected override Task<IDayStore> OpenAsync() => Task.FromResult<IDayStore>(new InMemoryDayStore(_disk));
}

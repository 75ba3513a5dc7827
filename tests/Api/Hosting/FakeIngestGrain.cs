namespace OrleansLambda.Api.Tests.Hosting;

public sealed class FakeIngestGrain : IIngestGrain
{
    public IngestStatus Status { get; set; } = new(0, 0, Failing: false, Error: null, LastAt: null);

    public Task StartAsync() => throw new NotSupportedException();

    public Task<IngestStatus> GetAsync() => Task.FromResult(Status);
}

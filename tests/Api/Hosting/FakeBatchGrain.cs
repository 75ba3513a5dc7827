namespace OrleansLambda.Api.Tests.Hosting;

public sealed class FakeBatchGrain : IBatchGrain
{
    /// <summary>The latest first.</summary>
    public List<RunStatus> Runs { get; } = [];

    /// <summary>What takes a request for a run.</summary>
    public Func<RunTrigger, DateOnly?, DateOnly?, RunStatus> OnStart { get; set; } = (_, _, _) => throw new NotSupportedException();

    public Task<RunStatus> RunAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null) => throw new NotSupportedException();

    public Task<RunStatus> StartAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null) => Task.FromResult(OnStart(trigger, from, to));

    public Task<RunStatus?> GetAsync(string id) => Task.FromResult(Runs.Find(run => run.Id == id));

    public Task<RunStatus[]> ListAsync(string? cursor, int limit) =>
        Task.FromResult(Runs.Skip(cursor is null ? 0 : Runs.FindIndex(r => r.Id == cursor) + 1).Take(limit).ToArray());

    public Task<DateOnly?> GetBoundaryAsync() => throw new NotSupportedException();
}

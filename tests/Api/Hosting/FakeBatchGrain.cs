namespace OrleansLambda.Api.Tests.Hosting;

public sealed class FakeBatchGrain : IBatchGrain
{
    /// <summary>The latest first.</summary>
    public List<RunStatus> Runs { get; } = [];

    /// <summary>What a run asks for, and waits for.</summary>
    public Func<RunTrigger, DateOnly?, DateOnly?, Task<RunStatus>> OnRun { get; set; } = (_, _, _) => throw new NotSupportedException();

    public Task<RunStatus> RunAsync(RunTrigger trigger, DateOnly? from = null, DateOnly? to = null) => OnRun(trigger, from, to);

    public Task<RunStatus[]> ListAsync(string? cursor, int limit) =>
        Task.FromResult(Runs.Skip(cursor is null ? 0 : Runs.FindIndex(r => r.Id == cursor) + 1).Take(limit).ToArray());

    public Task<DateOnly?> GetBoundaryAsync() => throw new NotSupportedException();
}

namespace OrleansLambda.Api.Tests.Hosting;

public sealed class FakeImportGrain : IImportGrain
{
    /// <summary>The latest first.</summary>
    public List<ImportStatus> Imports { get; } = [];

    public Task<ImportStatus> StartAsync(string location) => throw new NotSupportedException();

    public Task ResumeAsync() => throw new NotSupportedException();

    public Task<ImportStatus[]> ListAsync(string? cursor, int limit) =>
        Task.FromResult(Imports.Skip(cursor is null ? 0 : Imports.FindIndex(i => i.Id == cursor) + 1).Take(limit).ToArray());

    public Task<ImportStatus?> GetAsync(string id) => Task.FromResult(Imports.Find(i => i.Id == id));
}

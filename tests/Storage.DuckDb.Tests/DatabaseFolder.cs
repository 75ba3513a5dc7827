using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace OrleansLambda.Storage.DuckDb.Tests;

/// <summary>A folder of a test's own, and databases in it. The clock is held, and moves when it is told to.</summary>
internal sealed class DatabaseFolder : IDisposable
{
    public DatabaseFolder() => Options = new DuckDbOptions { Path = System.IO.Path.Combine(Path.FullName, "lambda.duckdb") };

    public DirectoryInfo Path { get; } = Directory.CreateTempSubdirectory("lambda-duckdb-");

    public DuckDbOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 1, 15, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));

    /// <summary>A database that is not open yet.</summary>
    public DuckDbDatabase Create() => new(Microsoft.Extensions.Options.Options.Create(Options), Clock, NullLogger<DuckDbDatabase>.Instance);

    /// <summary>An open database.</summary>
    public async Task<DuckDbDatabase> OpenAsync()
    {
        var database = Create();
        await database.OpenAsync();
        return database;
    }

    public void Dispose() => Path.Delete(recursive: true);
}

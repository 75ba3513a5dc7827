namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// Imports datasets into the master dataset, one at a time. Idempotent: a dataset that was imported, in whole or in
/// part, is gone on with, and trips that the store holds are not added again. One grain, key 0.
/// </summary>
[Alias("OrleansLambda.IImportGrain")]
public interface IImportGrain : IGrainWithIntegerKey
{
    /// <summary>Starts, or resumes, the import of the dataset at <paramref name="location"/>, and returns at once.</summary>
    /// <param name="location">A file (.csv, .zip holding one .csv, .parquet) or an http(s) address of one.</param>
    /// <exception cref="DatasetException">There is no such dataset, or it cannot be read as one; the message says what is allowed.</exception>
    [Alias("StartAsync")]
    Task<ImportStatus> StartAsync(string location);

    /// <summary>Goes on with the imports that a stop, or a kill, interrupted, and returns at once.</summary>
    [Alias("ResumeAsync")]
    Task ResumeAsync();

    /// <summary>The imports, the latest first, at most <paramref name="limit"/>, those that started before <paramref name="cursor"/>'s.</summary>
    [Alias("ListAsync")]
    [AlwaysInterleave]
    Task<ImportStatus[]> ListAsync(string? cursor, int limit);

    /// <summary>The import with that id, or null.</summary>
    [Alias("GetAsync")]
    [AlwaysInterleave]
    Task<ImportStatus?> GetAsync(string id);
}

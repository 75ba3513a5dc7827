namespace OrleansLambda.Grains.Abstractions;

/// <summary>
/// Imports datasets into the master dataset, one at a time. Idempotent: a dataset that was imported, in whole or in
/// part, is gone on with, and trips that the store holds are not added again. One grain, key 0.
/// </summary>
[Alias("OrleansLambda.IImportGrain")]
public interface IImportGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Starts, or resumes, the import of the dataset at <paramref name="location"/>, and returns as soon as it can be
    /// named: at once for a file, after the download for an address. A dataset that was imported completely is left
    /// alone, unless the store holds fewer trips than it brought.
    /// </summary>
    /// <param name="location">A file (.csv, .zip holding one .csv, .parquet) or an http(s) address of one.</param>
    /// <exception cref="DatasetException">There is no such dataset, or it cannot be read as one; the message says what is allowed.</exception>
    /// <exception cref="InvalidOperationException">Too many imports wait already.</exception>
    [Alias("StartAsync")]
    [ResponseTimeout("12:00:00")]
    Task<ImportStatus> StartAsync(string location);

    /// <summary>Goes on with the imports that a stop, a kill or an outage interrupted, and returns once they are under way or wait.</summary>
    [Alias("ResumeAsync")]
    [ResponseTimeout("12:00:00")]
    Task ResumeAsync();

    /// <summary>
    /// The imports, the latest first, at most <paramref name="limit"/> (1 to 1,000), those that started before import
    /// <paramref name="cursor"/> where given.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such import, or the limit is out of range.</exception>
    [Alias("ListAsync")]
    [AlwaysInterleave]
    Task<ImportStatus[]> ListAsync(string? cursor, int limit);

    /// <summary>The import with that id, or null.</summary>
    [Alias("GetAsync")]
    [AlwaysInterleave]
    Task<ImportStatus?> GetAsync(string id);
}

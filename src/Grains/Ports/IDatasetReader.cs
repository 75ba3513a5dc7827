using OrleansLambda.Grains.Batch;

namespace OrleansLambda.Grains.Ports;

/// <summary>Reads datasets of one format into trips.</summary>
public interface IDatasetReader
{
    /// <summary>How many trips a chunk may be asked to have: what DuckDB keeps together as one group of rows.</summary>
    const int MaxTrips = 122_880;

    /// <summary>The endings of the files it reads, in lower case with the dot, such as <c>.csv</c>.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>
    /// Reads the dataset in <paramref name="path"/> from record <paramref name="fromOrdinal"/> on, in order, in chunks of
    /// <paramref name="trips"/> trips, and fewer where records are long or many are no trips; of at most
    /// <see cref="ITripStore.MaxChunk"/> records in any case. Every record is in exactly one chunk, as a trip or as a reject.
    /// Reading again gives the same trips with the same ids. Memory is bounded whatever the file holds;
    /// at most three chunks are alive, the one last delivered among them.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="fromOrdinal">The first record to deliver; what comes before it is skipped.</param>
    /// <param name="trips">How many trips make a chunk, from 1 to <see cref="MaxTrips"/>.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="DatasetException">The file is not a dataset of this format: it cannot be opened, it has no header, or
    /// none of its columns is <c>tpep_pickup_datetime</c>.</exception>
    IAsyncEnumerable<DatasetChunk> ReadAsync(string path, long fromOrdinal, int trips, CancellationToken cancellationToken = default);
}

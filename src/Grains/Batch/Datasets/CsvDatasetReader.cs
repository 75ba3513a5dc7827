using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>Reads datasets from <c>.csv</c> files.</summary>
public sealed class CsvDatasetReader : IDatasetReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".csv"];

    /// <inheritdoc/>
    public IAsyncEnumerable<DatasetChunk> ReadAsync(string path, long fromOrdinal, int trips, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromOrdinal);
        return ChunkPump.RunAsync(stop => Read(path, fromOrdinal, trips, stop), cancellationToken);
    }

    private static IEnumerable<DatasetChunk> Read(string path, long fromOrdinal, int trips, CancellationToken cancellationToken)
    {
        var text = DatasetFile.Open(path);
        return CsvDataset.Read(Path.GetFileName(path), text, text.Length, fromOrdinal, trips, cancellationToken);
    }
}

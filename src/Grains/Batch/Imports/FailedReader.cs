using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Grains.Batch.Imports;

/// <summary>Stands in for a dataset that could not be opened again, so that its import ends as failed and says why.</summary>
internal sealed class FailedReader(Exception failure) : IDatasetReader
{
    public IReadOnlyList<string> Extensions => [];

    public static OpenedDataset Dataset(ImportState state, Exception failure) =>
        new(state.Id, state.Location, state.Location, new FailedReader(failure));

    public IAsyncEnumerable<DatasetChunk> ReadAsync(string path, long fromOrdinal, int trips, CancellationToken cancellationToken = default) =>
        throw failure;
}

using OrleansLambda.Grains.Batch;
using OrleansLambda.Grains.Batch.Datasets;

namespace OrleansLambda.Storage.DuckDb.Datasets;

/// <summary>
/// Reads datasets from <c>.parquet</c> files, through a DuckDB of its own that lives in memory and is bounded there.
/// Columns may be of whatever type; a trip gets the same id as from the CSV of the same dataset.
/// </summary>
public sealed class ParquetDatasetReader : IDatasetReader
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".parquet"];

    /// <inheritdoc/>
    public IAsyncEnumerable<DatasetChunk> ReadAsync(string path, long fromOrdinal, int trips, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromOrdinal);
        return ChunkPump.RunAsync(stop => Read(path, fromOrdinal, trips, stop), cancellationToken);
    }

    private static IEnumerable<DatasetChunk> Read(string path, long fromOrdinal, int trips, CancellationToken cancellationToken)
    {
        // Opened once by hand: the errors of a missing file are the same for every format.
        DatasetFile.Open(path).Dispose();
        using var file = ParquetFile.Open(path);
        using var rows = file.ReadFrom(fromOrdinal);
        var parser = new ParquetRowParser(file.Layout);
        var chunk = new ChunkBuilder(fromOrdinal, trips);
        while (rows.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var row = 0; row < rows.Count; row++)
            {
                Add(chunk, rows, row, parser);
                if (chunk.IsFull)
                    yield return chunk.Take((double)chunk.NextOrdinal / file.RowCount);
            }
        }
        if (!chunk.IsEmpty)
            yield return chunk.Take(1);
    }

    private static void Add(ChunkBuilder chunk, ParquetRows rows, int row, ParquetRowParser parser)
    {
        if (parser.TryParse(rows, row, chunk.NextOrdinal, out var trip) is { } refusal)
            chunk.Reject(chunk.NextOrdinal + 1, refusal, ParquetRowParser.Show(rows, row));
        else
            chunk.Add(trip, trip.Extras?.Length ?? 0);
    }
}

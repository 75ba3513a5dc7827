using OrleansLambda.Grains.Batch.Datasets;
using OrleansLambda.Grains.Ports;
using OrleansLambda.Storage.DuckDb.Datasets;

namespace OrleansLambda.Laws.Datasets;

/// <summary>What reading a dataset gave.</summary>
internal sealed record Reading(IReadOnlyList<Trip> Trips, IReadOnlyList<RejectedRecord> Rejects, IReadOnlyList<DatasetChunk> Chunks)
{
    public static readonly IDatasetReader Csv = new CsvDatasetReader();
    public static readonly IDatasetReader Zip = new ZipDatasetReader();
    public static readonly IDatasetReader Parquet = new ParquetDatasetReader();

    /// <summary>How many records there were.</summary>
    public int Records => Trips.Count + Rejects.Count;

    /// <summary>Reads a dataset, and holds it to what every reading keeps to.</summary>
    public static async Task<Reading> OfAsync(IDatasetReader reader, string path, long fromOrdinal = 0, int trips = IDatasetReader.MaxTrips)
    {
        List<DatasetChunk> chunks = [];
        await foreach (var chunk in reader.ReadAsync(path, fromOrdinal, trips, TestContext.Current.CancellationToken))
            chunks.Add(chunk);
        var next = fromOrdinal;
        foreach (var chunk in chunks)
        {
            Assert.Equal(next, chunk.FirstOrdinal);
            next = chunk.NextOrdinal;
            Assert.InRange(next - chunk.FirstOrdinal, 1, ITripStore.MaxChunk);
            // Every record is in the chunk exactly once, as a trip or as a reject.
            var ordinals = chunk.Trips.Select(trip => trip.Id.Ordinal).Concat(chunk.Rejects.Select(reject => reject.Ordinal)).Order().ToArray();
            Assert.Equal(chunk.NextOrdinal - chunk.FirstOrdinal, ordinals.Length);
            for (var i = 0; i < ordinals.Length; i++)
                Assert.Equal(chunk.FirstOrdinal + i, ordinals[i]);
            Assert.All(chunk.Rejects, reject => Assert.NotEmpty(reject.Reason));
            Assert.InRange(chunk.Done, 0, 1);
        }
        if (chunks.Count > 0)
            Assert.Equal(1, chunks[^1].Done);
        return new Reading([.. chunks.SelectMany(chunk => chunk.Trips)], [.. chunks.SelectMany(chunk => chunk.Rejects)], chunks);
    }

    /// <summary>Reads CSV text.</summary>
    public static async Task<Reading> OfCsvAsync(string text)
    {
        using var folder = new TempFolder();
        return await OfAsync(Csv, folder.Write("trips.csv", text));
    }

    /// <summary>Reads a file that is no dataset, and returns what is said of it.</summary>
    public static async Task<string> RefusalOfAsync(IDatasetReader reader, string path) =>
        (await Assert.ThrowsAsync<DatasetException>(() => OfAsync(reader, path))).Message;

    /// <summary>Everything about a trip, as a value to compare.</summary>
    public static string Show(Trip trip) =>
        $"{trip.Id} {string.Join(' ', TripColumn.All.Select(column => $"{column}={trip[column]}"))} {trip.Extras}";
}

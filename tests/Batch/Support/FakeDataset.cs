using System.Runtime.CompilerServices;

namespace OrleansLambda.Batch.Tests.Support;

/// <summary>A dataset that is a list of records: pickups, and reasons for those that are none.</summary>
internal sealed class FakeDataset : IDatasetReader
{
    private readonly List<object> _records = [];

    public FakeDataset(string fingerprint, int chunkSize = 3)
    {
        Fingerprint = fingerprint;
        ChunkSize = chunkSize;
    }

    public string Fingerprint { get; set; }

    public int ChunkSize { get; }

    /// <summary>Runs before the chunk that starts at the record is delivered.</summary>
    public Func<long, Task> BeforeChunk { get; set; } = static _ => Task.CompletedTask;

    public int Opened { get; set; }

    public IReadOnlyList<string> Extensions => [".fake"];

    public int Rejects => _records.Count(static record => record is string);

    public IEnumerable<Trip> Trips => _records.OfType<Trip>();

    public FakeDataset Trip(string pickup, decimal total = 10m, int? passengers = 1)
    {
        var builder = new TripBuilder();
        builder.Set(TripColumn.PickupAt, (DateTime.Parse(pickup, System.Globalization.CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        builder.Set(TripColumn.TotalAmount, (long)(total * Micros.Scale));
        if (passengers is { } count)
            builder.Set(TripColumn.PassengerCount, count);
        _records.Add(builder.Build(_records.Count));
        return this;
    }

    public FakeDataset Reject(string reason, string text = "bad,record")
    {
        _records.Add(reason + '\0' + text);
        return this;
    }

    /// <summary>The same records under another name, cut into other chunks: as another format has them.</summary>
    public FakeDataset As(string fingerprint, int chunkSize)
    {
        var other = new FakeDataset(fingerprint, chunkSize);
        other._records.AddRange(_records);
        return other;
    }

    public async IAsyncEnumerable<DatasetChunk> ReadAsync(string path, long fromOrdinal, int trips, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var start = (int)fromOrdinal; start < _records.Count; start += ChunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await BeforeChunk(start);
            var end = Math.Min(start + ChunkSize, _records.Count);
            var records = Enumerable.Range(start, end - start).ToList();
            yield return new DatasetChunk(
                start,
                end,
                [.. records.Select(i => _records[i]).OfType<Trip>()],
                [.. records.Where(i => _records[i] is string).Select(i => ToReject(i, (string)_records[i]))],
                end / (double)_records.Count);
        }
    }

    private static RejectedRecord ToReject(int ordinal, string record)
    {
        var parts = record.Split('\0', 2);
        return new RejectedRecord(ordinal, ordinal + 2, parts[0], parts[1]);
    }
}

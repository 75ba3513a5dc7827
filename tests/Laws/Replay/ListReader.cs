using System.Runtime.CompilerServices;
using OrleansLambda.Grains.Ports;

namespace OrleansLambda.Laws.Replay;

/// <summary>A dataset in memory, in small chunks: null stands for a record that is no trip.</summary>
internal sealed class ListReader(IReadOnlyList<Trip?> records, int chunkSize) : IDatasetReader
{
    public IReadOnlyList<string> Extensions => [".list"];

    public async IAsyncEnumerable<DatasetChunk> ReadAsync(string path, long fromOrdinal, int trips, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var first = (int)fromOrdinal; first < records.Count; first += chunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            var next = Math.Min(first + chunkSize, records.Count);
            var ordinals = Enumerable.Range(first, next - first).ToArray();
            yield return new DatasetChunk(
                first,
                next,
                [.. ordinals.Select(i => records[i]).OfType<Trip>()],
                [.. ordinals.Where(i => records[i] is null).Select(i => new RejectedRecord(i, i + 2, "made to be none", ""))],
                (double)next / records.Count);
        }
    }
}

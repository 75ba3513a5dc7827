using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OrleansLambda.Grains.Batch.Datasets;

/// <summary>
/// Reads in the background, one chunk ahead of whoever stores them: parsing keeps a core busy, and a grain's turns are too
/// short for it. At most three chunks are alive: one being read, one waiting, one with the consumer.
/// </summary>
public static class ChunkPump
{
    /// <summary>Enumerates <paramref name="read"/> in the background. It is disposed before the enumeration ends, however it ends.</summary>
    public static async IAsyncEnumerable<DatasetChunk> RunAsync(
        Func<CancellationToken, IEnumerable<DatasetChunk>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chunks = Channel.CreateBounded<DatasetChunk>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(read, chunks.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
                yield return chunk;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAsync(
        Func<CancellationToken, IEnumerable<DatasetChunk>> read,
        ChannelWriter<DatasetChunk> chunks,
        CancellationToken cancellationToken)
    {
        try
        {
            foreach (var chunk in read(cancellationToken))
                await chunks.WriteAsync(chunk, cancellationToken);
            chunks.Complete();
        }
        catch (Exception e)
        {
            chunks.Complete(e);
        }
    }
}

using System.Runtime.CompilerServices;

namespace OrleansLambda.Grains.Batch.Runs;

/// <summary>Reads a stretch of a partition, trying again what fails.</summary>
internal sealed class LogStretchReader(IEventLog log, StoreRetry retry)
{
    /// <summary>The records at or after <paramref name="from"/> and before <paramref name="end"/>, in batches.</summary>
    /// <exception cref="OffsetOutOfRangeException">Retention, or another topic, has overtaken the reader.</exception>
    public async IAsyncEnumerable<IReadOnlyList<LogRecord>> ReadAsync(
        int partition, long from, long end, int recordsPerRead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from >= end)
            yield break;
        await using var reader = log.OpenReader(partition, from);
        for (var next = from; next < end;)
        {
            var batch = await retry.DoAsync($"Reading partition {partition}", () => NextAsync(next), cancellationToken);
            next = batch.NextOffset;
            yield return batch.Records.Count > 0 && batch.Records[^1].Offset >= end
                ? [.. batch.Records.TakeWhile(record => record.Offset < end)]
                : batch.Records;
        }

        // Before the end there is always something to read; taking a hiccup for the end would lose events.
        async Task<LogBatch> NextAsync(long next)
        {
            var batch = await reader.ReadAsync(recordsPerRead, cancellationToken);
            return batch.Records.Count > 0 || batch.NextOffset > next
                ? batch
                : throw new StoreUnavailableException($"Partition {partition} gave no records at {next}, before its end at {end}.");
        }
    }

    /// <summary>The first record that retention has left, or null where there is none.</summary>
    public async Task<LogRecord?> FirstAsync(int partition, LogRange range, CancellationToken cancellationToken)
    {
        await foreach (var records in ReadAsync(partition, range.Earliest, range.End, 1, cancellationToken))
            if (records.Count > 0)
                return records[0];
        return null;
    }
}

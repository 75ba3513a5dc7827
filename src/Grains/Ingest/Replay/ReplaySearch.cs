namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>
/// Finds in the log which of a replay's trips are there. Each is looked for by itself: an append whose outcome is
/// unknown may have left any of its events, not only the first ones.
/// </summary>
internal sealed class ReplaySearch(IEventLog log, ReplayTag tag)
{
    private const int ReadRecords = 4096;

    /// <summary>Reads <paramref name="partition"/> from <paramref name="position"/> to its end.</summary>
    /// <exception cref="ReplayException">The log no longer holds what there is to read.</exception>
    public async Task<ReplayContents> RunAsync(int partition, ReplayPosition position, CancellationToken cancellationToken)
    {
        var range = await log.GetRangeAsync(partition, cancellationToken);
        if (position.Offset > range.End)
            throw Lost(partition, position, range, null);
        var next = Math.Max(position.Offset, range.Earliest);
        var found = new List<long>();
        try
        {
            await using var reader = log.OpenReader(partition, next);
            while (next < range.End)
            {
                var batch = await reader.ReadAsync(ReadRecords, cancellationToken);
                if (batch.Records.Count == 0)
                    break;
                foreach (var record in batch.Records)
                    if (tag.TryReadOrdinal(record.Value.Span, out var ordinal) && ordinal > position.Ordinal)
                        found.Add(ordinal);
                next = batch.NextOffset;
            }
        }
        catch (OffsetOutOfRangeException e)
        {
            throw Lost(partition, position, range, e);
        }
        found.Sort();
        if (range.Earliest <= position.Offset)
            return new ReplayContents(position, [.. found], next);
        // Where one of the replay's events is left, those that retention took came before it.
        return found is [.., var highest]
            ? new ReplayContents(new ReplayPosition(next, highest), [], next)
            : throw Lost(partition, position, range, null);
    }

    private static ReplayException Lost(int partition, ReplayPosition position, LogRange range, Exception? inner) => new(
        $"Partition {partition} holds offsets [{range.Earliest}, {range.End}), and the replay stands at {position.Offset}: which trips were sent cannot be told any more. A replay asked for again sends all of them.",
        inner);
}

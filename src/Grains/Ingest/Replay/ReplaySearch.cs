namespace OrleansLambda.Grains.Ingest.Replay;

/// <summary>
/// Finds in the log how far a replay has come. A partition's trips are appended in the order of their ordinals, and a
/// batch of them wholly or not at all, so the highest one there says which are there.
/// </summary>
internal sealed class ReplaySearch(IEventLog log, ReplayTag tag)
{
    private const int ReadRecords = 4096;

    /// <summary>Reads <paramref name="partition"/> from <paramref name="position"/> to its end.</summary>
    /// <exception cref="ReplayException">The log no longer holds what there is to read.</exception>
    public async Task<ReplayPosition> RunAsync(int partition, ReplayPosition position, CancellationToken cancellationToken)
    {
        var range = await log.GetRangeAsync(partition, cancellationToken);
        if (position.Offset > range.End)
            throw Lost(partition, position, range, null);
        var lost = range.Earliest > position.Offset;
        var found = new ReplayPosition(Math.Max(position.Offset, range.Earliest), lost ? -1 : position.Ordinal);
        try
        {
            await using var reader = log.OpenReader(partition, found.Offset);
            while (found.Offset < range.End)
            {
                var batch = await reader.ReadAsync(ReadRecords, cancellationToken);
                if (batch.Records.Count == 0)
                    break;
                found = found.Advance(batch, tag);
            }
        }
        catch (OffsetOutOfRangeException e)
        {
            throw Lost(partition, position, range, e);
        }
        // Where one of the replay's events is left, all that are missing came before it.
        return lost && found.Ordinal < 0 ? throw Lost(partition, position, range, null) : found;
    }

    private static ReplayException Lost(int partition, ReplayPosition position, LogRange range, Exception? inner) => new(
        $"Partition {partition} holds offsets [{range.Earliest}, {range.End}), and the replay stands at {position.Offset}: which trips were sent cannot be told any more. A replay asked for again sends all of them.",
        inner);
}

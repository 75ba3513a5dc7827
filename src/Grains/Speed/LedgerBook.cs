namespace OrleansLambda.Grains.Speed;

/// <summary>
/// What the ledger knows: the latest account of each partition, and the watermark that follows from all of them. The
/// rules are here, apart from the grain that keeps the book. Not thread-safe.
/// </summary>
/// <param name="silence">How long a reader that came later may be silent before one that came earlier is believed again:
/// it may have died, and clocks that tell who came later may differ.</param>
public sealed class LedgerBook(TimeSpan silence)
{
    private readonly SortedDictionary<int, Entry> _entries = [];

    /// <summary>Everything appended before it is worked off, in all partitions; it never falls.</summary>
    public DateTimeOffset Watermark { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The accounts, by the number of the partition.</summary>
    public IEnumerable<PartitionProgress> Partitions => _entries.Values.Select(static entry => entry.Progress);

    /// <summary>
    /// Takes a reader's account, told at <paramref name="now"/>, unless another reader that took the partition over
    /// later has told its own within the allowed silence.
    /// </summary>
    public void Take(PartitionProgress progress, DateTimeOffset now)
    {
        var number = progress.Partition.Partition;
        if (!_entries.TryGetValue(number, out var known))
        {
            _entries.Add(number, new Entry(progress, now, progress.Watermark));
            return;
        }
        // A watermark says what is durable, and that is true whoever tells it.
        var watermark = progress.Watermark > known.Watermark ? progress.Watermark : known.Watermark;
        var believed = progress.Epoch >= known.Progress.Epoch || now - known.At > silence;
        _entries[number] = believed ? new Entry(progress, now, watermark) : known with { Watermark = watermark };
    }

    /// <summary>Raises the watermark to the lowest of all <paramref name="partitions"/>, once each of them has been told of.</summary>
    public void Settle(int partitions)
    {
        var lowest = DateTimeOffset.MaxValue;
        for (var i = 0; i < partitions; i++)
        {
            if (!_entries.TryGetValue(i, out var entry))
                return;
            if (entry.Watermark < lowest)
                lowest = entry.Watermark;
        }
        if (partitions > 0 && lowest > Watermark)
            Watermark = lowest;
    }

    private sealed record Entry(PartitionProgress Progress, DateTimeOffset At, DateTimeOffset Watermark);
}

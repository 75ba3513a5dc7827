namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>
/// Consecutive records of one partition, packed. Blocks stay below the size from which on .NET keeps arrays apart, unless
/// one record alone is larger; a reader may hold on to a record, and then holds its block.
/// </summary>
/// <param name="data">The records' bytes, one after the other.</param>
/// <param name="ends">Where each record ends in <paramref name="data"/>.</param>
internal sealed class RecordBlock(byte[] data, int[] ends)
{
    /// <summary>How many bytes of records a block holds at most, if it holds several.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>How many records a block holds at most.</summary>
    public const int MaxRecords = 4_096;

    private const int Overhead = 96;

    /// <summary>The first record's offset.</summary>
    public long FirstOffset { get; private set; }

    /// <summary>When the log took the records.</summary>
    public DateTimeOffset AppendedAt { get; private set; }

    /// <summary>How many bytes of records the partition has before this block.</summary>
    public long FirstPosition { get; private set; }

    /// <summary>How many records there are, at least one.</summary>
    public int Count => ends.Length;

    /// <summary>The bytes of all records.</summary>
    public int Bytes => ends[^1];

    /// <summary>The offset after the last record's.</summary>
    public long EndOffset => FirstOffset + Count;

    /// <summary>What the block takes in memory.</summary>
    public long Size => data.Length + (ends.Length * sizeof(int)) + Overhead;

    /// <summary>Packs <paramref name="records"/>.</summary>
    public static IEnumerable<RecordBlock> Pack(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        for (var first = 0; first < records.Count;)
        {
            var (count, bytes) = (1, records[first].Length);
            while (first + count < records.Count && count < MaxRecords && bytes + records[first + count].Length <= MaxBytes)
                bytes += records[first + count++].Length;
            var (data, ends) = (GC.AllocateUninitializedArray<byte>(bytes), new int[count]);
            var end = 0;
            for (var i = 0; i < count; i++)
            {
                records[first + i].Span.CopyTo(data.AsSpan(end));
                ends[i] = end += records[first + i].Length;
            }
            yield return new RecordBlock(data, ends);
            first += count;
        }
    }

    /// <summary>Says where the block stands. A transaction that was rolled back may say it again otherwise.</summary>
    public void Place(long firstOffset, DateTimeOffset appendedAt, long firstPosition) =>
        (FirstOffset, AppendedAt, FirstPosition) = (firstOffset, appendedAt, firstPosition);

    /// <summary>The bytes of the record at <paramref name="index"/>.</summary>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var start = StartOf(index);
            return data.AsMemory(start, ends[index] - start);
        }
    }

    /// <summary>How many bytes of records the partition has before the record at <paramref name="index"/>.</summary>
    public long PositionOf(int index) => FirstPosition + StartOf(index);

    private int StartOf(int index) => index == 0 ? 0 : ends[index - 1];
}

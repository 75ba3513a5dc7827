namespace OrleansLambda.Storage.DuckDb.Log;

/// <summary>
/// What was last appended to each partition, so that a reader that keeps up never asks the database. Holds committed
/// records only, and at most <paramref name="capacity"/> bytes of them; the oldest make room, of whichever partition.
/// </summary>
internal sealed class LogTail(long capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<(int Partition, RecordBlock Block)> _byAge = new();
    private BlockDeque[] _partitions = [];
    private long _size;

    /// <summary>Forgets everything.</summary>
    public void Reset(int partitions)
    {
        lock (_gate)
        {
            _byAge.Clear();
            _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new BlockDeque())];
            _size = 0;
        }
    }

    /// <summary>Adds committed blocks, each following its partition's last.</summary>
    public void Add(int partition, IReadOnlyList<RecordBlock> blocks)
    {
        lock (_gate)
        {
            foreach (var block in blocks)
            {
                _partitions[partition].Add(block);
                _byAge.Enqueue((partition, block));
                _size += block.Size;
            }
            while (_size > capacity && _byAge.TryDequeue(out var oldest))
            {
                _partitions[oldest.Partition].RemoveFirst();
                _size -= oldest.Block.Size;
            }
        }
    }

    /// <summary>
    /// Reads up to <paramref name="maxRecords"/> records from <paramref name="offset"/> on.
    /// </summary>
    /// <returns>Whether the tail reaches back so far; then there is at least one record.</returns>
    public bool TryRead(int partition, long offset, int maxRecords, RecordBuffer records)
    {
        var blocks = new List<RecordBlock>();
        lock (_gate)
        {
            var deque = _partitions[partition];
            var found = deque.IndexOf(offset);
            if (found < 0)
                return false;
            for (var count = 0L; found < deque.Count && count < maxRecords; found++)
            {
                blocks.Add(deque[found]);
                count = deque[found].EndOffset - offset;
            }
        }
        foreach (var block in blocks)
            for (var i = (int)Math.Max(0, offset - block.FirstOffset); i < block.Count && records.Count < maxRecords; i++)
                records.Add(new LogRecord(block.FirstOffset + i, block.AppendedAt, block[i]));
        return true;
    }

    // A queue that can be searched: blocks leave at the front and come at the back, offsets rising without a gap.
    private sealed class BlockDeque
    {
        private readonly List<RecordBlock?> _blocks = [];
        private int _first;

        public int Count => _blocks.Count - _first;

        public RecordBlock this[int index] => _blocks[_first + index]!;

        public void Add(RecordBlock block) => _blocks.Add(block);

        public void RemoveFirst()
        {
            _blocks[_first++] = null;
            if (_first < 1_024 || _first * 2 < _blocks.Count)
                return;
            _blocks.RemoveRange(0, _first);
            _first = 0;
        }

        public int IndexOf(long offset)
        {
            if (Count == 0 || offset < this[0].FirstOffset || offset >= this[Count - 1].EndOffset)
                return -1;
            var (low, high) = (0, Count - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (this[middle].FirstOffset <= offset)
                    low = middle;
                else
                    high = middle - 1;
            }
            return low;
        }
    }
}

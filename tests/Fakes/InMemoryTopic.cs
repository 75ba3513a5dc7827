namespace OrleansLambda.Fakes;

/// <summary>A topic and its partitions. Not for several threads: its users hold the disk's lock.</summary>
internal sealed class InMemoryTopic(string name, int partitions, int maxRecordBytes)
{
    private readonly List<InMemoryPartition> _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new InMemoryPartition())];
    private int _generation = 1;

    public string TopicId => $"{name}-{_generation}";

    public LogDescription Description => new(name, TopicId, _partitions.Count, maxRecordBytes);

    public InMemoryPartition this[int partition] => partition >= 0 && partition < _partitions.Count
        ? _partitions[partition]
        : throw new ArgumentOutOfRangeException(nameof(partition), partition, $"{name} has partitions 0 to {_partitions.Count - 1}.");

    public void AddPartitions(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _partitions.AddRange(Enumerable.Range(0, count).Select(_ => new InMemoryPartition()));
    }

    public void Recreate()
    {
        _generation++;
        for (var i = 0; i < _partitions.Count; i++)
            _partitions[i] = new InMemoryPartition { Commit = _partitions[i].Commit };
    }

    public void Check(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        if (records.Count == 0)
            throw new ArgumentException("An append has at least one record.", nameof(records));
        foreach (var record in records)
            if (record.Length > maxRecordBytes)
                throw new ArgumentException($"A record of {record.Length} bytes is longer than {maxRecordBytes}.", nameof(records));
    }
}

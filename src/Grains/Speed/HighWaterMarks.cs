using System.Collections;

namespace OrleansLambda.Grains.Speed;

/// <summary>
/// The highest offset that a window has counted of each partition. An event at or below its partition's mark has been
/// counted already. Immutable, and equal by content.
/// </summary>
/// <remarks>A handful of partitions touches a window, so a sorted array beats a tree in size and in speed.</remarks>
public sealed class HighWaterMarks : IEquatable<HighWaterMarks>, IEnumerable<KeyValuePair<PartitionId, long>>
{
    /// <summary>No partition has been counted yet.</summary>
    public static readonly HighWaterMarks None = new([]);

    private readonly KeyValuePair<PartitionId, long>[] _marks;

    private HighWaterMarks(KeyValuePair<PartitionId, long>[] marks) => _marks = marks;

    /// <summary>The marks in <paramref name="marks"/>, each partition once.</summary>
    public static HighWaterMarks From(IEnumerable<KeyValuePair<PartitionId, long>> marks) =>
        marks.Aggregate(None, (all, mark) => all.With(mark.Key, mark.Value));

    /// <summary>The mark of <paramref name="partition"/>, or -1 where nothing of it was counted.</summary>
    public long this[PartitionId partition]
    {
        get
        {
            foreach (var mark in _marks)
                if (mark.Key == partition)
                    return mark.Value;
            return -1;
        }
    }

    /// <summary>These marks with that of <paramref name="partition"/> at <paramref name="offset"/>, or at its old value where that is higher.</summary>
    public HighWaterMarks With(PartitionId partition, long offset)
    {
        for (var i = 0; i < _marks.Length; i++)
        {
            if (_marks[i].Key != partition)
                continue;
            if (_marks[i].Value >= offset)
                return this;
            var changed = _marks.AsSpan().ToArray();
            changed[i] = new(partition, offset);
            return new HighWaterMarks(changed);
        }
        KeyValuePair<PartitionId, long>[] grown = [.. _marks, new(partition, offset)];
        Array.Sort(grown, static (a, b) => Compare(a.Key, b.Key));
        return new HighWaterMarks(grown);
    }

    /// <inheritdoc/>
    public bool Equals(HighWaterMarks? other) => other is not null && _marks.AsSpan().SequenceEqual(other._marks);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HighWaterMarks);

    /// <inheritdoc/>
    public override int GetHashCode() => _marks.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<PartitionId, long>> GetEnumerator() => _marks.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Compare(PartitionId a, PartitionId b)
    {
        var byTopic = string.CompareOrdinal(a.TopicId, b.TopicId);
        return byTopic != 0 ? byTopic : a.Partition.CompareTo(b.Partition);
    }
}

namespace OrleansLambda.Fakes;

/// <summary>Orders letters by topic id, partition and offset.</summary>
internal sealed class DeadLetterOrder : IComparer<DeadLetterKey>
{
    public static readonly DeadLetterOrder Instance = new();

    public int Compare(DeadLetterKey x, DeadLetterKey y)
    {
        var byTopic = Utf8Order.Instance.Compare(x.TopicId, y.TopicId);
        if (byTopic != 0)
            return byTopic;
        var byPartition = x.Partition.CompareTo(y.Partition);
        return byPartition != 0 ? byPartition : x.Offset.CompareTo(y.Offset);
    }
}

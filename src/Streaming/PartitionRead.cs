namespace OrleansLambda.Streaming;

/// <summary>One read of a partition on its way to its subscribers. Its account is the one it was read under, whatever became of the topic since.</summary>
internal sealed class PartitionRead(PartitionAccount account, long nextOffset, int counted, int deadLetters, DateTimeOffset appendedAt)
{
    private int _undelivered;

    /// <summary>Where it is entered.</summary>
    public PartitionAccount Account { get; } = account;

    /// <summary>Where the next read starts.</summary>
    public long NextOffset { get; } = nextOffset;

    /// <summary>The records that are counted when it is delivered.</summary>
    public int Counted { get; } = counted;

    /// <summary>The records that are dead letters.</summary>
    public int DeadLetters { get; } = deadLetters;

    /// <summary>When its last record was appended.</summary>
    public DateTimeOffset AppendedAt { get; } = appendedAt;

    /// <summary>Everything in it is durable; the account sets it.</summary>
    public bool IsDone { get; set; }

    /// <summary>How many deliveries it waits for, before the first of them begins.</summary>
    public void Expect(int deliveries) => _undelivered = deliveries;

    /// <summary>One of its deliveries has ended.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Delivered() => Interlocked.Decrement(ref _undelivered) == 0;
}

namespace OrleansLambda.Streaming.Abstractions;

/// <summary>
/// A partitioned, append-only log: the record of everything that was sent, and the order it came in. A record is
/// bytes; what they mean is decided by those who read it.
/// </summary>
/// <remarks>
/// <para>Order: within a partition, offsets rise in the order of appends, and each reader sees all records in that
/// order. Offsets need not be dense.</para>
/// <para>Durability: what <see cref="AppendAsync"/> and <see cref="CommitAsync"/> have returned for survives the death
/// of this process.</para>
/// <para>Failure: <see cref="StoreUnavailableException"/> when nothing was done and the same call may work later;
/// <see cref="OutcomeUnknownException"/> when it may have been done, in whole or in part, or not.</para>
/// <para>Cancellation: a call whose token is cancelled already throws <see cref="OperationCanceledException"/> and does
/// nothing.</para>
/// </remarks>
public interface IEventLog
{
    /// <summary>The topic's name, identity and number of partitions. Partitions may be added while running, never taken away.</summary>
    Task<LogDescription> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>The offsets that can be read from <paramref name="partition"/> now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    Task<LogRange> GetRangeAsync(int partition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends records, in their order, and returns once all of them are durable. Where it throws
    /// <see cref="OutcomeUnknownException"/>, any of them may be there, and not only the first ones: a log may take an append in
    /// pieces. Where it refuses or is unavailable, none is. Waits while the log's queue is full.
    /// </summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="records">At least one record, each at most <see cref="LogDescription.MaxRecordBytes"/> long. The memory
    /// may be used again once the call has returned.</param>
    /// <param name="cancellationToken">Gives up waiting; the records may be appended all the same.</param>
    /// <returns>The offset of the last record.</returns>
    /// <exception cref="ArgumentException">No record, or one that is too long; nothing was appended.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    Task<long> AppendAsync(int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a reader whose first record is the first one at or after <paramref name="offset"/>. Several readers of one
    /// partition do not disturb each other. A reader belongs to the topic it was opened on: once that was made anew, it
    /// finds its offset out of range, so that no record is taken for one of the other topic.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition; thrown here or by the first read.</exception>
    ILogReader OpenReader(int partition, long offset);

    /// <summary>
    /// The offset of the first record appended at or after <paramref name="time"/>, or the end of the partition where
    /// there is none. Append times within a partition never fall. Any time may be asked for.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    Task<long> FindOffsetAsync(int partition, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>
    /// The last commit of <paramref name="partition"/> as it was given, whichever topic it names, or null before the
    /// first. It is for the caller to compare the topic.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    Task<LogCommit?> GetCommitAsync(int partition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Remembers where to resume. An optimisation that nothing depends on: commits may be lost, come late or go back.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    Task CommitAsync(int partition, LogCommit commit, CancellationToken cancellationToken = default);
}

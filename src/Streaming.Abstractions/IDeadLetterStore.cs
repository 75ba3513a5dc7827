namespace OrleansLambda.Streaming.Abstractions;

/// <summary>Events that cannot be counted, kept with their reason. One letter a record: storing it again changes nothing.</summary>
/// <remarks>Failure and cancellation are as in <see cref="IEventLog"/>; storing again is always safe.</remarks>
public interface IDeadLetterStore
{
    /// <summary>
    /// Stores letters and returns once they are durable. Of a record whose letter is there already, that letter stays;
    /// of several in one call, the first. Waits while the queue of writes is full. The letters' memory may be used again
    /// once the call has returned.
    /// </summary>
    /// <exception cref="ArgumentException">A letter quotes more than <see cref="DeadLetter.MaxValueBytes"/>; nothing was stored.</exception>
    Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default);

    /// <summary>
    /// Up to <paramref name="limit"/> letters after <paramref name="after"/> (null: from the first), in the order of their
    /// keys; <paramref name="after"/> need not be there itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>How many letters there are.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken = default);
}

namespace OrleansLambda.Grains.Ports;

/// <summary>Events that cannot be counted, kept with their reason. One letter a record: storing it again changes nothing.</summary>
/// <remarks>Failure is told apart as in <see cref="IEventLog"/>; storing again is always safe.</remarks>
public interface IDeadLetterStore
{
    /// <summary>Stores letters and returns once they are durable. Waits while the queue of writes is full.</summary>
    Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default);

    /// <summary>Up to <paramref name="limit"/> letters after <paramref name="after"/> (null: from the first), in the order of their keys.</summary>
    Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>How many letters there are.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken = default);
}

namespace OrleansLambda.Fakes;

/// <summary>Dead letters in memory.</summary>
public sealed class InMemoryDeadLetterStore(InMemoryDisk disk) : InMemoryPort(disk), IDeadLetterStore
{
    /// <inheritdoc/>
    public Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        foreach (var letter in letters)
            if (letter.Value.Length > DeadLetter.MaxValueBytes)
                throw new ArgumentException($"Letter {letter.Key} quotes {letter.Value.Length} bytes, more than {DeadLetter.MaxValueBytes}.", nameof(letters));
        return DoAsync(
            () =>
            {
                foreach (var letter in letters)
                    Disk.DeadLetters.TryAdd(letter.Key, letter with { Value = letter.Value.ToArray() });
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return DoAsync<IReadOnlyList<DeadLetter>>(
            () =>
            [
                .. Disk.DeadLetters.Values
                    .Where(letter => after is not { } key || DeadLetterOrder.Instance.Compare(letter.Key, key) > 0)
                    .Take(limit),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        DoAsync(() => (long)Disk.DeadLetters.Count, cancellationToken);
}

namespace OrleansLambda.Fakes;

/// <summary>Checkpoints in memory.</summary>
public sealed class InMemoryCheckpointStore(InMemoryDisk disk) : InMemoryPort(disk), ICheckpointStore
{
    /// <inheritdoc/>
    public Task<Checkpoint?> ReadAsync(string key, CancellationToken cancellationToken = default) =>
        DoAsync(() => Disk.Checkpoints.GetValueOrDefault(key), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        if (checkpoint.Key.Length is 0 or > ICheckpointStore.MaxKeyLength)
            throw new ArgumentException($"A key has 1 to {ICheckpointStore.MaxKeyLength} characters, not {checkpoint.Key.Length}.", nameof(checkpoint));
        if (checkpoint.Document.Length > ICheckpointStore.MaxDocumentLength)
            throw new ArgumentException($"A document has at most {ICheckpointStore.MaxDocumentLength} characters, not {checkpoint.Document.Length}.", nameof(checkpoint));
        return DoAsync(
            () =>
            {
                var stored = Disk.Checkpoints.GetValueOrDefault(checkpoint.Key)?.Version ?? 0;
                if (stored != checkpoint.Version - 1)
                    return false;
                Disk.Checkpoints[checkpoint.Key] = checkpoint;
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        DoAsync(() => { Disk.Checkpoints.Remove(key); }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Checkpoint>> ListAsync(string prefix, string? before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return DoAsync<IReadOnlyList<Checkpoint>>(
            () =>
            [
                .. Disk.Checkpoints.Values.Reverse()
                    .Where(checkpoint => checkpoint.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .Where(checkpoint => before is null || Utf8Order.Instance.Compare(checkpoint.Key, before) < 0)
                    .Take(limit),
            ],
            cancellationToken);
    }
}

using OrleansLambda.HBase.Client.Operations;

namespace OrleansLambda.HBase.Client;

/// <content>Many rows at once.</content>
public sealed partial class HBaseTable
{
    /// <summary>
    /// Carries out many operations, grouped by server and region. They are made in no particular order, and each succeeds or
    /// fails by itself.
    /// </summary>
    /// <returns>What became of each, in the order in which they were given.</returns>
    /// <exception cref="ArgumentException">One is such that it cannot be carried out; none was.</exception>
    public Task<IReadOnlyList<OperationResult>> BatchAsync(IEnumerable<RowOperation> operations, CancellationToken cancellation = default) =>
        RunBatchAsync([.. operations.Select(Item)], cancellation);

    /// <summary>Reads many rows, in the order in which they are asked for; null for those that are missing.</summary>
    /// <exception cref="HBaseException">One could not be read.</exception>
    public async Task<IReadOnlyList<HBaseRow?>> GetAsync(IEnumerable<Get> gets, CancellationToken cancellation = default) =>
        [.. (await BatchAsync(gets, cancellation)).Select(result => result.RowOrThrow())];

    /// <summary>Makes many changes.</summary>
    /// <exception cref="HBaseException">One failed; others may have been made. <see cref="BatchAsync"/> tells of each.</exception>
    public async Task MutateAsync(IEnumerable<Mutation> mutations, CancellationToken cancellation = default)
    {
        foreach (var result in await BatchAsync(mutations, cancellation))
            result.RowOrThrow();
    }

    /// <summary>Makes several changes of one row as one step, and returns what increments and appends among them made.</summary>
    public async Task<HBaseRow?> MutateAsync(RowMutations mutations, CancellationToken cancellation = default)
    {
        if (mutations.Mutations.Count == 0)
            throw new ArgumentException("There is no change.", nameof(mutations));
        return (await RunBatchAsync([new BatchItem(mutations, null)], cancellation))[0].RowOrThrow();
    }

    /// <summary>
    /// Makes changes of several rows as one step: readers see all of them or none. All rows must lie in one region, so the
    /// table must be one that is never split; elsewhere it fails when the time is up.
    /// </summary>
    /// <param name="mutations">At least one. Give the rows in one order everywhere, so that two such calls do not wait for each other's rows.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task MutateRegionAsync(IReadOnlyList<Mutation> mutations, CancellationToken cancellation = default)
    {
        if (mutations.Count == 0)
            throw new ArgumentException("There is no change.", nameof(mutations));
        (await RunBatchAsync([new BatchItem(RowMutations.OfRegion(mutations), null)], cancellation))[0].RowOrThrow();
    }

    /// <summary>
    /// Makes many changes, each if its own condition holds, in few calls. Each is decided by itself, and the others are not
    /// touched by its outcome; <see cref="OperationResult.Applied"/> tells it.
    /// </summary>
    /// <returns>What became of each, in the order in which they were given; <see cref="HBaseOutcomeUnknownException"/> where that is not known.</returns>
    public Task<IReadOnlyList<OperationResult>> CheckAndMutateAsync(IEnumerable<ConditionalMutation> mutations, CancellationToken cancellation = default) =>
        RunBatchAsync([.. mutations.Select(mutation => new BatchItem(mutation.Mutations, mutation.Condition))], cancellation);

    /// <summary>A writer for many changes.</summary>
    /// <param name="options">How it gathers them.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A setting is wrong.</exception>
    public HBaseWriter CreateWriter(HBaseWriterOptions? options = null) => new(_core, Name, options ?? new HBaseWriterOptions());

    private BatchItem Item(RowOperation operation)
    {
        (operation as Get)?.ThrowIfWrong();
        return new BatchItem(
            operation is Mutation mutation ? Filled(mutation) : operation,
            operation is OnceMutation && _core.Options.RepeatByNonce ? new Faults.OnceGuard(_core.Time) : null);
    }

    private async Task<IReadOnlyList<OperationResult>> RunBatchAsync(BatchItem[] items, CancellationToken cancellation)
    {
        await new BatchRunner(_core).RunAsync(Name, items, cancellation);
        return [.. items.Select(item => item.Result)];
    }
}

using System.Text;
using OrleansLambda.Storage.HBase.Calls;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase;

/// <summary>
/// Documents as rows, each with its version. A document that is removed leaves an empty row: HBase's marks of deletion hide
/// what is written in the same millisecond after them, while of two values the later one counts.
/// </summary>
public sealed class HBaseCheckpointStore(HBaseTables tables) : ICheckpointStore
{
    private const int PageRows = 100;

    /// <inheritdoc/>
    public Task<Checkpoint?> ReadAsync(string key, CancellationToken cancellationToken = default) => Ask.ReadAsync(
        async () => await tables.State.GetAsync(new Get(StateKey.OfCheckpoint(key)).Family(Columns.State), cancellationToken) is { } row ? Read(row) : null,
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(Checkpoint checkpoint, CancellationToken cancellationToken = default)
    {
        if (checkpoint.Key.Length is 0 or > ICheckpointStore.MaxKeyLength)
            throw new ArgumentException($"A key has 1 to {ICheckpointStore.MaxKeyLength} characters, not {checkpoint.Key.Length}.", nameof(checkpoint));
        if (checkpoint.Document.Length > ICheckpointStore.MaxDocumentLength)
            throw new ArgumentException($"A document has at most {ICheckpointStore.MaxDocumentLength} characters, not {checkpoint.Document.Length}.", nameof(checkpoint));
        var row = StateKey.OfCheckpoint(checkpoint.Key);
        return Ask.ConditionalAsync(
            () => checkpoint.Version < 1
                ? Task.FromResult(false) // No stored version is below 0.
                : tables.State.CheckAndMutateAsync(
                    Fence(row, checkpoint.Version - 1), Value(row, Encoding.UTF8.GetBytes(checkpoint.Document), KeyText.Number(checkpoint.Version)), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        var row = StateKey.OfCheckpoint(key);
        while (await ReadAsync(key, cancellationToken) is { } found)
        {
            // By compare-and-set: the server then takes care that the new value is later than the one that was seen.
            if (await Ask.ConditionalAsync(() => tables.State.CheckAndMutateAsync(Fence(row, found.Version), Value(row, [], []), cancellationToken), cancellationToken))
                return;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Checkpoint>> ListAsync(string prefix, string? before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var (first, end) = (StateKey.OfCheckpoint(prefix), StateKey.After(StateKey.OfCheckpoint(prefix)));
        if (before is not null && StateKey.OfCheckpoint(before) is var bound && bound.AsSpan().SequenceCompareTo(end) < 0)
            end = bound;
        return Ask.ReadAsync<IReadOnlyList<Checkpoint>>(
            async () =>
            {
                if (first.AsSpan().SequenceCompareTo(end) >= 0)
                    return [];
                var scan = new Scan
                {
                    StartRow = end, IncludeStartRow = false, StopRow = first, IncludeStopRow = true, Reversed = true, PageRows = Math.Min(limit, PageRows),
                };
                return await Documents(tables.State.ScanAsync(scan.Family(Columns.State), cancellationToken)).TakeAsync(limit);
            },
            cancellationToken);
    }

    private static RowCondition Fence(byte[] row, long version) => version == 0
        ? RowCondition.Absent(row, Columns.State, Columns.Version)
        : RowCondition.ValueEquals(row, Columns.State, Columns.Version, KeyText.Number(version));

    private static Put Value(byte[] row, byte[] document, byte[] version) =>
        new Put(row).Add(Columns.State, Columns.Data, document).Add(Columns.State, Columns.Version, version);

    private async IAsyncEnumerable<Checkpoint> Documents(IAsyncEnumerable<HBaseRow> rows)
    {
        await foreach (var row in rows)
            if (Read(row) is { } checkpoint)
                yield return checkpoint;
    }

    private Checkpoint? Read(HBaseRow row)
    {
        try
        {
            return row[Columns.State.Span, Columns.Version.Span] is { Length: > 0 } version
                ? new Checkpoint(
                    StateKey.ReadCheckpoint(row.Key.Span), Encoding.UTF8.GetString(row[Columns.State.Span, Columns.Data.Span]!.Value.Span), KeyText.ReadNumber(version.Span))
                : null;
        }
        catch (Exception e) when (StoreErrors.IsUnreadable(e))
        {
            throw StoreErrors.Unreadable(tables.State.Name, row.Key.Span, e);
        }
    }
}

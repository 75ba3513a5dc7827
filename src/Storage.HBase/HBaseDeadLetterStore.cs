using OrleansLambda.Storage.HBase.Calls;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;

namespace OrleansLambda.Storage.HBase;

/// <summary>Dead letters as rows, each written where there is none.</summary>
public sealed class HBaseDeadLetterStore(HBaseTables tables) : IDeadLetterStore
{
    private const int PageRows = 1_000;
    private const int MostAtOnce = 1_000;

    /// <inheritdoc/>
    public async Task StoreAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var first = new Dictionary<DeadLetterKey, DeadLetter>();
        foreach (var letter in letters)
        {
            if (letter.Value.Length > DeadLetter.MaxValueBytes)
                throw new ArgumentException($"Letter {letter.Key} quotes {letter.Value.Length} bytes, more than {DeadLetter.MaxValueBytes}.", nameof(letters));
            first.TryAdd(letter.Key, letter);
        }
        foreach (var some in first.Values.Chunk(MostAtOnce))
        {
            foreach (var result in await tables.State.CheckAndMutateAsync(some.Select(Change), cancellationToken))
                if (result.Failure is not null)
                    throw StoreErrors.OfConditional(result.Failure);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> PageAsync(DeadLetterKey? after, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Ask.ReadAsync<IReadOnlyList<DeadLetter>>(
            async () =>
            {
                var scan = Scan.WithPrefix(LetterKey.Prefix);
                (scan.Limit, scan.PageRows) = (limit, Math.Min(limit, PageRows));
                if (after is { } key)
                    (scan.StartRow, scan.IncludeStartRow) = (LetterKey.Of(key), false);
                return (await tables.State.ScanAsync(scan.Column(Columns.State, Columns.Data), cancellationToken).TakeAsync(limit)).ConvertAll(Read);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) => Ask.ReadAsync(
        async () =>
        {
            var count = 0L;
            var scan = Scan.WithPrefix(LetterKey.Prefix);
            scan.Filter = Filter.KeyOnly;
            await foreach (var _ in tables.State.ScanAsync(scan.Column(Columns.State, Columns.Data), cancellationToken))
                count++;
            return count;
        },
        cancellationToken);

    private static ConditionalMutation Change(DeadLetter letter)
    {
        var row = LetterKey.Of(letter.Key);
        return new ConditionalMutation(
            RowCondition.Absent(row, Columns.State, Columns.Data), new Put(row).Add(Columns.State, Columns.Data, Columns.Fixed, LetterJson.Write(letter)));
    }

    private DeadLetter Read(HBaseRow row)
    {
        try
        {
            return LetterJson.Read(row[0].Value.Span);
        }
        catch (Exception e) when (StoreErrors.IsUnreadable(e))
        {
            throw StoreErrors.Unreadable(tables.State.Name, row.Key.Span, e);
        }
    }
}

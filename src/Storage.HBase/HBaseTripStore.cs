using OrleansLambda.Grains.Batch;
using OrleansLambda.Storage.HBase.Calls;
using OrleansLambda.Storage.HBase.Json;
using OrleansLambda.Storage.HBase.Keys;
using OrleansLambda.Storage.HBase.Tables;
using OrleansLambda.Storage.HBase.Trips;

namespace OrleansLambda.Storage.HBase;

/// <summary>
/// The master dataset as a table. HBase knows no step that spans rows, so a chunk that fails may have been added in part, which
/// <see cref="OutcomeUnknownException"/> says; appended again, what is there is found.
/// </summary>
public sealed class HBaseTripStore : ITripStore, IDisposable
{
    private readonly HBaseTable _table;
    private readonly TripScan _scan;
    private readonly TripAppend _append;
    private readonly int _parallelism;
    private readonly SemaphoreSlim _one = new(1, 1); // Chunks are added one after the other: the next one looks for what this one adds.

    /// <summary>The store of these tables.</summary>
    public HBaseTripStore(HBaseTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        _table = tables.Trips;
        _scan = new TripScan(_table);
        _parallelism = tables.Options.ScanParallelism;
        _append = new TripAppend(_table, new TripMarks(tables.State), new TripLookup(_table, _parallelism), new HBaseWriterOptions
        {
            BatchBytes = tables.Options.TripBatchKilobytes * 1_024,
            BatchesInFlight = tables.Options.TripBatchesInFlight,
            Durability = Durability.SyncWal,
        });
    }

    /// <inheritdoc/>
    public async Task<int> AppendAsync(IReadOnlyList<Trip> trips, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ITripStore.CheckChunk(trips);
        if (trips.Count == 0)
            return 0;
        await _one.WaitAsync(cancellationToken);
        // Who gives up does not wait for what is on its way; the next chunk does.
        return await Task.Run(() => AppendAloneAsync(trips, cancellationToken), CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        Ask.ReadAsync(() => _scan.CountAsync(_parallelism, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<Trip?> ReadAsync(TripId id, CancellationToken cancellationToken = default) => Ask.ReadAsync<Trip?>(
        async () =>
        {
            var row = await _table.GetAsync(new Get(TripKey.Of(id)).Column(Columns.Raw, Columns.Data), cancellationToken);
            return row is null ? null : TripJson.Read(id, row[0].Value.Span);
        },
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<Trip>> ScanAsync(DateOnly from, DateOnly to, int parallelism, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        return _scan.ChunksAsync(from, to, parallelism, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<DateOnly, TripTotals>> TotalsByDateAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default) =>
        Ask.ReadAsync<IReadOnlyDictionary<DateOnly, TripTotals>>(
            async () => await _scan.TotalsAsync(from, to, _parallelism, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<int> AppendAloneAsync(IReadOnlyList<Trip> trips, CancellationToken cancellationToken)
    {
        try
        {
            return await _append.RunAsync(trips, cancellationToken);
        }
        catch (HBaseException e)
        {
            throw StoreErrors.OfWrite(e);
        }
        finally
        {
            _one.Release();
        }
    }
}

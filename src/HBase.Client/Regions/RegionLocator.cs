using System.Collections.Concurrent;
using Google.Protobuf;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Regions;

/// <summary>
/// Knows which region a row belongs to and which server has it, from the catalog, and forgets what has proved wrong.
/// Lookups of the same gap at the same time are one.
/// </summary>
internal sealed class RegionLocator(MetaTable meta, TimeSpan limit, TimeProvider time) : IDisposable
{
    private readonly Lock _changing = new();
    private readonly ConcurrentDictionary<string, TableRegions> _tables = new();
    private readonly ConcurrentDictionary<(string Table, ByteString From, ByteString To), Task> _lookups = new();

    /// <summary>How many regions are known, of all tables.</summary>
    public int Count => _tables.Values.Sum(regions => regions.All.Count);

    /// <summary>The region of a row as it is known; null where it is not.</summary>
    public RegionLocation? Known(string table, ReadOnlySpan<byte> row) => Table(table).Find(row);

    /// <summary>The range of keys around a row whose regions are not known; empty keys are the table's ends.</summary>
    public (ByteString From, ByteString To) Gap(string table, ReadOnlySpan<byte> row) => Table(table).Gap(row);

    /// <summary>The region of a row; null where the catalog has none on a server now: it is on its way, or the table disabled.</summary>
    /// <exception cref="HBaseTableNotFoundException">There is no such table.</exception>
    /// <exception cref="HBaseTableNotEnabledException">It is disabled.</exception>
    /// <exception cref="RpcFault">The catalog could not be read.</exception>
    /// <exception cref="RemoteException">The catalog could not be read.</exception>
    public ValueTask<RegionLocation?> FindAsync(string table, ReadOnlyMemory<byte> row, CancellationToken cancellation) =>
        LocateAsync(table, regions => regions.Find(row.Span), regions => regions.Gap(row.Span), cancellation);

    /// <summary>The region of the keys right before one, or of the table's last ones where that is empty; else as <see cref="FindAsync"/>.</summary>
    public ValueTask<RegionLocation?> FindBeforeAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellation) =>
        LocateAsync(table, regions => regions.FindBefore(key.Span), regions => regions.GapBefore(key.Span), cancellation);

    /// <summary>The regions of a table as the catalog has them, in order; there may be gaps.</summary>
    /// <exception cref="HBaseTableNotFoundException">There is no such table.</exception>
    public async Task<IReadOnlyList<RegionLocation>> ListAsync(string table, CancellationToken cancellation)
    {
        var regions = await meta.ScanAsync(table, ByteString.Empty, ByteString.Empty, cancellation);
        if (regions.Count == 0)
            await RefuseAsync(table, cancellation);
        return regions;
    }

    /// <summary>Forgets a region, unless something else has become known meanwhile.</summary>
    public void Forget(RegionLocation region) => Change(region.Table, regions => regions.Without(region));

    /// <summary>Takes a server's word for it that a region is on another one now, where that is news; else forgets the region.</summary>
    public void Move(RegionLocation region, NewPlace place) => Change(region.Table, regions => regions.Moved(region, place));

    /// <summary>Forgets all that is known of a table.</summary>
    public void ForgetTable(string table) => Change(table, _ => TableRegions.Empty);

    /// <summary>Forgets all.</summary>
    public void Dispose()
    {
        foreach (var table in _tables.Keys)
            ForgetTable(table);
    }

    /// <summary>Throws where there is no such table or it is disabled, as the catalog has it.</summary>
    public async Task RefuseAsync(string table, CancellationToken cancellation)
    {
        var state = await meta.StateAsync(table, cancellation);
        if (state is null)
            throw new HBaseTableNotFoundException($"There is no table {table}.") { Table = table };
        if (state is Proto.TableState.Types.State.Disabled or Proto.TableState.Types.State.Disabling)
            throw new HBaseTableNotEnabledException($"The table {table} is disabled.") { Table = table };
    }

    private TableRegions Table(string table) => _tables.GetValueOrDefault(table, TableRegions.Empty);

    private void Change(string table, Func<TableRegions, TableRegions> change)
    {
        lock (_changing)
        {
            var (before, after) = (Table(table), change(Table(table)));
            if (after.All.Count > 0)
                _tables[table] = after;
            else
                _tables.TryRemove(table, out _);
            HBaseTelemetry.KnownRegions.Add(after.All.Count - before.All.Count);
        }
    }

    private async ValueTask<RegionLocation?> LocateAsync(
        string table, Func<TableRegions, RegionLocation?> find, Func<TableRegions, (ByteString From, ByteString To)> gap, CancellationToken cancellation)
    {
        if (find(Table(table)) is { } known)
            return known;
        await LookUpAsync(table, gap(Table(table)), cancellation);
        if (find(Table(table)) is { } found)
            return found;
        // A region may have swallowed its neighbour, and then begins before the gap.
        await LookUpAsync(table, (ByteString.Empty, ByteString.Empty), cancellation);
        if (find(Table(table)) is { } merged)
            return merged;
        await RefuseAsync(table, cancellation);
        return null;
    }

    private async Task LookUpAsync(string table, (ByteString From, ByteString To) gap, CancellationToken cancellation)
    {
        var key = (table, gap.From, gap.To);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lookup = _lookups.GetOrAdd(key, started.Task);
        if (lookup == started.Task)
            _ = RunAsync();
        await lookup.WaitAsync(cancellation);

        // Whoever comes first does it for all, so it must not end with the first one's patience.
        async Task RunAsync()
        {
            using var patience = new CancellationTokenSource(limit, time);
            try
            {
                var regions = await meta.ScanAsync(table, gap.From, gap.To, patience.Token);
                Change(table, known => known.With(regions));
                _lookups.TryRemove(KeyValuePair.Create(key, started.Task));
                started.SetResult();
            }
            catch (Exception e)
            {
                _lookups.TryRemove(KeyValuePair.Create(key, started.Task));
                started.SetException(e is OperationCanceledException ? new RpcFault(RpcFaultKind.TimedOut, false, $"The catalog was not read within {limit}.", e) : e);
                _ = started.Task.Exception; // Those who wait look at it, where there are any left.
            }
        }
    }
}

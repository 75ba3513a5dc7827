using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>
/// Reads a range of keys page by page, from region to region, and goes on behind the last whole row it gave after a region
/// moved, a scanner was lost or an answer did not come. Each row is given once and whole.
/// </summary>
internal sealed class ScanCursor(ClientCore core, string table, Scan scan, KeyRange range) : IAsyncDisposable
{
    private readonly RowAssembler _assembler = new();
    private readonly SemaphoreSlim _turn = new(1);
    private ITimer? _renewal;
    private KeyRange? _left = range;
    private RegionLocation? _region;
    private ScannerSession? _session;
    private int _given;

    /// <summary>How many scanners were opened on servers.</summary>
    public int Opened { get; private set; }

    /// <summary>The next whole rows, never none; null when all have been given.</summary>
    /// <exception cref="HBaseException">They could not be read in time, or cannot be.</exception>
    public async Task<List<HBaseRow>?> NextAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await ReadAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends it, at once: the scanner is closed in the background. No rows may be being fetched.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_renewal is not null)
            await _renewal.DisposeAsync();
        Leave();
    }

    private uint Remaining => scan.Limit == 0 ? 0 : (uint)(scan.Limit - _given);

    private async Task<List<HBaseRow>?> ReadAsync(CancellationToken cancellation)
    {
        var start = core.Time.GetTimestamp();
        var failures = 0;
        while (_left is { } left)
        {
            try
            {
                if (_session is null && !await FindAsync(left, start, cancellation))
                    throw new RpcFault(RpcFaultKind.NotConnected, false, $"A region of {table} is on no server now.");
                var page = await CallAsync(left, cancellation);
                (failures, start) = (0, core.Time.GetTimestamp()); // An empty page tells of progress, too.
                var rows = _assembler.Take(page);
                Advance(left, page, rows);
                if (rows.Count > 0)
                    return rows;
            }
            catch (Exception e) when (e is RpcFault or RemoteException or HBaseProtocolException)
            {
                await RecoverAsync(e, ++failures, start, cancellation);
            }
            catch (HBaseException e)
            {
                throw Told(e, failures);
            }
        }
        return null;
    }

    private async Task<ScanPage> CallAsync(KeyRange left, CancellationToken cancellation)
    {
        if (_session is { } session)
            return await session.NextAsync(Remaining, cancellation);
        (_session, var page) = await ScannerSession.OpenAsync(
            core.Pool, _region!, scan.ToProto(left), (uint)scan.PageRows, Remaining, core.Options.CallTimeout, cancellation);
        Opened++;
        if (_renewal is null && _session.Lease > TimeSpan.Zero)
            _renewal = core.Time.CreateTimer(_ => _ = RenewAsync(), null, _session.Lease / 3, _session.Lease / 3);
        return page;
    }

    // Whoever reads the rows may take long over them; the server is told in time that the scanner is still needed.
    private async Task RenewAsync()
    {
        if (!await _turn.WaitAsync(0))
            return; // A call is under way, and renews it too.
        try
        {
            if (_session is { } session)
                await session.RenewAsync();
        }
        catch (Exception e) when (e is RpcFault or RemoteException or ObjectDisposedException)
        {
            // The next call will find out.
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Advance(KeyRange left, ScanPage page, List<HBaseRow> rows)
    {
        if (rows.Count > 0)
            _left = left.Behind(rows[^1].Key);
        _given += rows.Count;
        if ((scan.Limit > 0 && _given >= scan.Limit) || !page.MoreResults)
            _left = null;
        else if (!page.MoreInRegion)
            _left = scan.Reversed ? left.BeforeRegion(_region!.Start.Memory) : left.BehindRegion(_region!.End.Memory);
        if (_left is null || !page.MoreInRegion)
            Leave(); // The server may not have closed it by itself.
    }

    private void Leave()
    {
        _session?.Dispose();
        _session = null;
    }

    private async Task<bool> FindAsync(KeyRange left, long start, CancellationToken cancellation)
    {
        // Downwards, what is left may begin right before a key or the table's end, and no key can be named that it begins with.
        _region = scan.Reversed && (left.Start.IsEmpty || !left.IncludeStart)
            ? await core.Retrier.FindBeforeAsync(table, left.Start, start, cancellation)
            : await core.Retrier.FindAsync(table, left.Start, start, cancellation);
        return _region is not null;
    }

    private async Task RecoverAsync(Exception fault, int failures, long start, CancellationToken cancellation)
    {
        _assembler.Drop();
        Leave(); // It may still be open there, and holds memory until its lease ends.
        var verdict = IsLostScanner(fault) ? new FaultVerdict(FaultAction.Wait, false) : FaultRules.Judge(fault);
        if (verdict.Action == FaultAction.Fail)
            throw Told(FaultTranslator.Final(fault), failures);
        if (_region is not null)
            core.Retrier.Learn(_region, verdict);
        var pause = Backoff.Of(fault, core.Options).After(failures, table.Length);
        if (core.Time.GetElapsedTime(start) + pause >= core.Options.OperationTimeout)
            throw Told(FaultTranslator.OutOfTime(fault, core.Options.OperationTimeout), failures);
        HBaseTelemetry.Retries.Add(1);
        await Task.Delay(pause, core.Time, cancellation);
        if (failures % Retrier.AskAfter == 0 && await core.Retrier.RefusalAsync(table, start, cancellation) is { } refusal)
            throw Told(refusal, failures);
    }

    // The scanner is gone or out of step; the region is where it was.
    private static bool IsLostScanner(Exception fault) => fault is RemoteException
    {
        ShortName: "UnknownScannerException" or "ScannerResetException" or "OutOfOrderScannerNextException" or "LeaseException",
    };

    private HBaseException Told(HBaseException e, int failures)
    {
        (e.Table, e.Row, e.Region, e.Server, e.Attempts) = (table, _left?.Start, _region?.ToString(), _region?.Server.ToString(), failures);
        return e;
    }
}

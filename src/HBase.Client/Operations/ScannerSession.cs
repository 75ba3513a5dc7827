using OrleansLambda.HBase.Client.Cells;
using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>A scanner that is open in one region of one server. It knows nothing of trying again: faults come through as they are.</summary>
/// <remarks>
/// Each call bears a number, so that a call that is repeated after its answer was lost does not skip what that answer held:
/// the server refuses it, and the scanner is to be opened anew.
/// A call that nobody waits for any more is left to end by itself, within its time-out: only its answer names the scanner
/// that an open made, and a server closes none that it is reading from.
/// </remarks>
internal sealed class ScannerSession : IDisposable
{
    private readonly ConnectionPool _pool;
    private readonly RegionLocation _region;
    private readonly uint _rows;
    private readonly TimeSpan _timeout;
    private Task _calling = Task.CompletedTask;
    private ulong? _id;
    private ulong _next;

    private ScannerSession(ConnectionPool pool, RegionLocation region, uint rows, TimeSpan timeout) =>
        (_pool, _region, _rows, _timeout) = (pool, region, rows, timeout);

    /// <summary>How long the server keeps the scanner without a call.</summary>
    public TimeSpan Lease { get; private set; }

    /// <summary>Opens a scanner; the answer has its first rows.</summary>
    /// <param name="pool">The connections.</param>
    /// <param name="region">The region, and where it is.</param>
    /// <param name="scan">What to read.</param>
    /// <param name="rows">How many rows a call gives at most.</param>
    /// <param name="limit">How many rows there are to be in all; 0 for all.</param>
    /// <param name="timeout">How long each call may take.</param>
    /// <param name="cancellation">Gives up; a scanner that is opened all the same is closed.</param>
    /// <param name="priority">A hint for the server.</param>
    public static async Task<(ScannerSession Session, ScanPage Page)> OpenAsync(
        ConnectionPool pool, RegionLocation region, Proto.Scan scan, uint rows, uint limit, TimeSpan timeout, CancellationToken cancellation, uint priority = 0)
    {
        var session = new ScannerSession(pool, region, rows, timeout);
        var request = session.Request();
        request.Region = region.Specifier;
        request.Scan = scan;
        request.CloseScanner = false;
        try
        {
            return (session, await session.CallAsync(request, limit, priority, cancellation));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The next rows.</summary>
    public async Task<ScanPage> NextAsync(uint limit, CancellationToken cancellation)
    {
        var request = Request();
        request.ScannerId = _id!.Value;
        request.NextCallSeq = _next;
        var page = await CallAsync(request, limit, 0, cancellation);
        _next++;
        return page;
    }

    /// <summary>Tells the server that the scanner is still needed.</summary>
    public async Task RenewAsync()
    {
        if (_id is null)
            return;
        var request = new Proto.ScanRequest { ScannerId = _id.Value, NumberOfRows = 0, Renew = true, NextCallSeq = _next };
        var renewing = _pool.CallAsync(_region.Server, new RpcRequest(Methods.Scan, request), _timeout, default);
        _calling = renewing;
        using var response = await renewing;
        _next++;
    }

    /// <summary>
    /// Closes the scanner on the server, where it is still open, behind the call that is under way. Nobody waits for that: it
    /// takes no longer than the time-outs of the two calls, and what fails is left to the end of the lease.
    /// </summary>
    public void Dispose() => _ = CloseAsync();

    private async Task CloseAsync()
    {
        await _calling.ContinueWith(call => call.Exception, TaskScheduler.Default);
        if (_id is not { } id)
            return;
        _id = null;
        try
        {
            using var response = await _pool.CallAsync(
                _region.Server, new RpcRequest(Methods.Scan, new Proto.ScanRequest { ScannerId = id, NumberOfRows = 0, CloseScanner = true }), _timeout, default);
        }
        catch (Exception e) when (e is RpcFault or RemoteException or ObjectDisposedException)
        {
            // The server drops it by itself when its lease ends.
        }
    }

    private Proto.ScanRequest Request() => new() { NumberOfRows = _rows, ClientHandlesPartials = true, ClientHandlesHeartbeats = true };

    private Task<ScanPage> CallAsync(Proto.ScanRequest request, uint limit, uint priority, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (limit > 0)
            request.LimitOfRows = limit;
        var reading = ReadAsync(new RpcRequest(Methods.Scan, request, Priority: priority));
        _calling = reading;
        return reading.WaitAsync(cancellation);
    }

    private async Task<ScanPage> ReadAsync(RpcRequest request)
    {
        using var response = await _pool.CallAsync(_region.Server, request, _timeout, default);
        var answer = (Proto.ScanResponse)response.Message;
        if (answer.HasScannerId)
            _id = answer.ScannerId;
        if (answer.HasTtl)
            Lease = TimeSpan.FromMilliseconds(answer.Ttl);
        var rows = new List<HBaseRow>(answer.CellsPerResult.Count);
        var partial = new List<bool>(answer.CellsPerResult.Count);
        var cells = new CellBlockReader(response.Cells);
        for (var i = 0; i < answer.CellsPerResult.Count; i++)
        {
            if (cells.ReadRow((int)answer.CellsPerResult[i]) is not { } row)
                continue;
            rows.Add(row);
            partial.Add(i < answer.PartialFlagPerResult.Count && answer.PartialFlagPerResult[i]);
        }
        if (!cells.AtEnd)
            throw new HBaseProtocolException("A scan's answer has more cells than its results.");
        var page = new ScanPage(
            rows, partial, answer.HeartbeatMessage, !answer.HasMoreResultsInRegion || answer.MoreResultsInRegion, !answer.HasMoreResults || answer.MoreResults);
        if (!page.MoreInRegion || !page.MoreResults)
            _id = null; // The server has closed it.
        return page;
    }
}

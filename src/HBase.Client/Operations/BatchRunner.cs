using Google.Protobuf;
using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Operations;

/// <summary>
/// Carries out many operations in few calls: one to each server at a time, all servers at once, again for those that failed
/// and may be tried again, until all have ended or the time is up. Before it tries again it waits for the longest of the pauses that
/// those need, so one that a quota holds back holds back the others.
/// </summary>
internal sealed class BatchRunner(ClientCore core)
{
    // Servers warn from 5,000 actions a call on, and refuse calls of 256 MB.
    private const int MaxActions = 4_000;
    private const int MaxBytes = 16 * 1_048_576;

    /// <summary>Runs them to their end. It throws only when it is given up.</summary>
    /// <exception cref="OperationCanceledException">It was given up: each item that has not ended may have been done or not.</exception>
    public async Task RunAsync(string table, IReadOnlyList<BatchItem> items, CancellationToken cancellation)
    {
        var start = core.Time.GetTimestamp();
        var open = items;
        for (var round = 1; ; round++)
        {
            await LocateAsync(table, open, start, cancellation);
            open = [.. open.Where(item => !item.Ended)];
            var calls = open.Where(item => item is { Ended: false, Region: not null })
                .GroupBy(item => item.Region!.Server)
                .Select(group => SendAllAsync(table, group.Key, [.. group], start, cancellation));
            await Task.WhenAll(calls);
            open = [.. open.Where(item => !item.Ended)];
            if (open.Count == 0)
                return;
            var (elapsed, pause) = (core.Time.GetElapsedTime(start), TimeSpan.Zero);
            foreach (var item in open)
            {
                var own = Backoff.Of(item.LastFault, core.Options).After(round, items.Count);
                if (elapsed + own >= core.Options.OperationTimeout)
                    item.Fail(FaultTranslator.OutOfTime(item.LastFault, core.Options.OperationTimeout, item.MayBeDone), table);
                else if (own > pause)
                    pause = own;
            }
            open = [.. open.Where(item => !item.Ended)];
            if (open.Count == 0)
                return;
            if (round == Retrier.TellAfter)
                core.Logger.BatchIsHeldUp(open[0].LastFault, table, open.Count, items.Count);
            HBaseTelemetry.Retries.Add(1);
            await Task.Delay(pause, core.Time, cancellation);
            if (round % Retrier.AskAfter == 0 && await core.Retrier.RefusalAsync(table, start, cancellation) is { } refusal)
            {
                FailAll(table, open, refusal);
                return;
            }
        }
    }

    private async Task LocateAsync(string table, IReadOnlyList<BatchItem> items, long start, CancellationToken cancellation)
    {
        Exception? unreachable = null;
        var gaps = new List<(ByteString From, ByteString To)>(); // Regions on no server: the catalog is asked once a round.
        foreach (var item in items)
        {
            item.Region = core.Locator.Known(table, item.Row.Span);
            if (item.Region is not null || gaps.Exists(gap => gap == core.Locator.Gap(table, item.Row.Span)))
                continue;
            try
            {
                if (unreachable is null)
                    item.Region = await core.Retrier.FindAsync(table, item.Row, start, cancellation);
                if (unreachable is null && item.Region is null)
                    gaps.Add(core.Locator.Gap(table, item.Row.Span));
            }
            catch (RpcFault e) when (FaultRules.Judge(e).Action == FaultAction.Fail)
            {
                FailAll(table, items, e);
                return;
            }
            catch (RpcFault e)
            {
                unreachable = e; // The catalog is away, so it is in vain to ask it for the others in this round.
            }
            catch (HBaseException e)
            {
                FailAll(table, items, e);
                return;
            }
            if (unreachable is not null)
                item.LastFault = unreachable;
        }
    }

    private async Task SendAllAsync(string table, ServerAddress server, BatchItem[] items, long start, CancellationToken cancellation)
    {
        for (var at = 0; at < items.Length;)
        {
            var (first, actions, bytes) = (at, 0, 0L);
            do
            {
                actions += items[at].Actions;
                bytes += items[at++].Bytes;
            }
            while (at < items.Length && actions + items[at].Actions <= MaxActions && bytes + items[at].Bytes <= MaxBytes);
            if (!await SendAsync(table, server, items[first..at], start, cancellation))
                return; // The rest would fare alike; it waits for the next round.
        }
    }

    private async Task<bool> SendAsync(string table, ServerAddress server, BatchItem[] items, long start, CancellationToken cancellation)
    {
        var left = core.Options.OperationTimeout - core.Time.GetElapsedTime(start);
        var timeout = left < core.Options.CallTimeout ? left : core.Options.CallTimeout;
        if (timeout <= TimeSpan.Zero)
            return false;
        foreach (var item in items)
            item.Attempts++;
        var deadline = new Deadline(core.Time, timeout);
        try
        {
            var connection = items.Any(item => item.Guard is not null) ? await BeginAsync(table, server, items, deadline, cancellation) : null;
            items = [.. items.Where(item => !item.Ended)];
            if (items.Length == 0)
                return true;
            var call = new MultiCall(items);
            using var response = connection is null
                ? await core.Pool.CallAsync(server, call.Request, timeout, cancellation)
                : await core.Pool.CallAsync(connection, call.Request, deadline.Left, cancellation);
            call.Sort(response, (item, fault) => Fail(table, item, fault));
            return true;
        }
        catch (Exception e) when (e is RpcFault or RemoteException or HBaseProtocolException)
        {
            foreach (var item in items.Where(item => !item.Ended))
                Fail(table, item, e);
            return false;
        }
    }

    private async Task<RpcConnection> BeginAsync(string table, ServerAddress server, BatchItem[] items, Deadline deadline, CancellationToken cancellation)
    {
        var connection = await core.Pool.ConnectionAsync(server, RpcService.Client, deadline.Left, cancellation);
        var process = await connection.IncarnationAsync(deadline.Left, cancellation);
        foreach (var item in items.Where(item => item.Guard is not null))
        {
            try
            {
                item.Guard!.Begin(process);
            }
            catch (HBaseOutcomeUnknownException e)
            {
                item.Fail(e, table);
            }
        }
        return connection;
    }

    private void Fail(string table, BatchItem item, Exception fault)
    {
        item.LastFault = fault;
        var verdict = FaultRules.Judge(fault);
        item.MayBeDone |= verdict.MayBeDone;
        core.Retrier.Learn(item.Region!, verdict);
        if (item.Once && verdict.MayBeDone && (verdict.Action == FaultAction.Fail || item.Guard?.Doubt() != true))
            item.Fail(FaultTranslator.Unknown(fault), table);
        else if (verdict.Action == FaultAction.Fail)
            item.Fail(FaultTranslator.Final(fault, item.MayBeDone), table);
    }

    private static void FailAll(string table, IReadOnlyList<BatchItem> items, Exception e)
    {
        foreach (var item in items.Where(item => !item.Ended))
            item.Fail(FaultTranslator.Final(e, item.MayBeDone), table);
    }
}

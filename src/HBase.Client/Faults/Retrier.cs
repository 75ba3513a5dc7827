using OrleansLambda.HBase.Client.Regions;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Faults;

/// <summary>Tries an operation on a row until it succeeds, cannot succeed, or its time is up; finds the row's region each time.</summary>
internal sealed class Retrier(RegionLocator locator, HBaseOptions options, TimeProvider time, ILogger logger)
{
    // How many times in a row a region is not where it should be before the table's state is looked at.
    public const int AskAfter = 3;

    // A region that moves is away for a second or so, which is worth no line.
    public const int TellAfter = 6;

    /// <summary>Runs an operation.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The row.</param>
    /// <param name="once">What keeps it from being done twice, where that would be wrong: where it may have been done and must not be repeated, it ends.</param>
    /// <param name="run">One try.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HBaseException">It failed; the type says why.</exception>
    public async Task<T> RunAsync<T>(string table, ReadOnlyMemory<byte> row, OnceGuard? once, Func<Attempt, Task<T>> run, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        RegionLocation? region = null;
        var mayBeDone = false;
        for (var failures = 0; ;)
        {
            (Exception? fault, region) = (null, null);
            try
            {
                region = await FindAsync(table, row, start, cancellation);
                if (region is not null)
                    return await run(new Attempt(region, Left(start)));
            }
            catch (Exception e) when (e is RpcFault or RemoteException or HBaseException)
            {
                fault = e;
            }
            failures++;
            var verdict = fault is null ? new FaultVerdict(FaultAction.Wait, false) : FaultRules.Judge(fault);
            if (region is null)
                verdict = verdict with { MayBeDone = false }; // It came no further than the catalog.
            else
                Learn(region, verdict);
            mayBeDone |= verdict.MayBeDone;
            if (once is not null && verdict.MayBeDone && (verdict.Action == FaultAction.Fail || !once.Doubt()))
                throw Told(FaultTranslator.Unknown(fault!));
            if (verdict.Action == FaultAction.Fail)
                throw Told(FaultTranslator.Final(fault!, mayBeDone));
            var pause = Backoff.Of(fault, options).After(failures, row.Length + table.Length);
            if (time.GetElapsedTime(start) + pause >= options.OperationTimeout)
                throw Told(FaultTranslator.OutOfTime(fault, options.OperationTimeout, mayBeDone));
            if (failures == TellAfter)
                logger.OperationIsHeldUp(fault, table, region?.ToString(), region?.Server.ToString());
            HBaseTelemetry.Retries.Add(1);
            await Task.Delay(pause, time, cancellation);
            if (failures % AskAfter == 0 && verdict.Action == FaultAction.Relocate && await RefusalAsync(table, start, cancellation) is { } refusal)
                throw Told(refusal);

            HBaseException Told(HBaseException e)
            {
                if (once is { InDoubt: true })
                    e = FaultTranslator.Unknown(e);
                (e.Table, e.Row, e.Region, e.Server, e.Attempts) = (table, row, region?.ToString(), region?.Server.ToString(), failures);
                return e;
            }
        }
    }

    /// <summary>Takes from a failure what it tells of the place of a region.</summary>
    public void Learn(RegionLocation region, FaultVerdict verdict)
    {
        if (verdict.Action != FaultAction.Relocate)
            return;
        if (verdict.MovedTo is { } place)
            locator.Move(region, place);
        else
            locator.Forget(region);
    }

    /// <summary>The region of a row; null where it is on no server now.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The row.</param>
    /// <param name="start">When the operation began, whose time it is part of.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RpcFault">The catalog could not be read; nothing has been sent.</exception>
    /// <exception cref="HBaseException">There is no such table, or it is disabled, or what the catalog says of it cannot be read.</exception>
    public async ValueTask<RegionLocation?> FindAsync(string table, ReadOnlyMemory<byte> row, long start, CancellationToken cancellation)
    {
        if (locator.Known(table, row.Span) is { } known)
            return known;
        return await InTimeAsync(locator.FindAsync(table, row, cancellation), table, start, cancellation);
    }

    /// <summary>As <see cref="FindAsync"/>, the region before a key, or the table's last one where the key is empty.</summary>
    public Task<RegionLocation?> FindBeforeAsync(string table, ReadOnlyMemory<byte> row, long start, CancellationToken cancellation) =>
        InTimeAsync(locator.FindBeforeAsync(table, row, cancellation), table, start, cancellation);

    private async Task<RegionLocation?> InTimeAsync(ValueTask<RegionLocation?> finding, string table, long start, CancellationToken cancellation)
    {
        try
        {
            return await finding.AsTask().WaitAsync(Left(start), time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new RpcFault(RpcFaultKind.TimedOut, false, $"The catalog was not read in time for {table}.", e);
        }
        catch (RpcFault e) when (e.MayHaveArrived)
        {
            throw new RpcFault(e.Kind, false, e.Message, e); // That was a call to the catalog: nothing was done yet.
        }
        catch (RemoteException e)
        {
            throw new RpcFault(RpcFaultKind.NotConnected, false, $"The catalog could not be read: {e.Message}", e);
        }
    }

    /// <summary>Why a table cannot be used: there is none, or it is disabled. Null where it can, or the catalog does not say.</summary>
    public async Task<HBaseException?> RefusalAsync(string table, long start, CancellationToken cancellation)
    {
        try
        {
            await locator.RefuseAsync(table, cancellation).WaitAsync(Left(start), time, cancellation);
            return null;
        }
        catch (HBaseException e)
        {
            locator.ForgetTable(table);
            return e;
        }
        catch (Exception e) when (e is RpcFault or RemoteException or TimeoutException)
        {
            return null; // The catalog is away too; the next attempt will find out.
        }
    }

    private TimeSpan Left(long start)
    {
        var left = options.OperationTimeout - time.GetElapsedTime(start);
        return left <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : left < options.CallTimeout ? left : options.CallTimeout;
    }
}

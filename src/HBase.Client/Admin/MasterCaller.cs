using Google.Protobuf;
using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Admin;

/// <summary>Asks the active master, whichever that is, and waits for its procedures.</summary>
internal sealed class MasterCaller(ClientCore core)
{
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks the master.</summary>
    /// <param name="method">What.</param>
    /// <param name="request">With what.</param>
    /// <param name="table">The table that it is about, which a failure names; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<TAnswer> CallAsync<TAnswer>(RpcMethod<TAnswer> method, IMessage request, string? table, CancellationToken cancellation)
        where TAnswer : IMessage<TAnswer> => CallAsync(method, request, table, core.Options.OperationTimeout, cancellation);

    /// <summary>
    /// Starts a procedure and waits for its end. The request bears a nonce, so one that is sent twice starts one procedure,
    /// also through a change of masters.
    /// </summary>
    /// <exception cref="HBaseTimeoutException">Its end was not seen in time; it goes on.</exception>
    public async Task RunProcedureAsync(RpcMethod<Proto.ProcedureResponse> method, IMessage request, string table, CancellationToken cancellation)
    {
        var start = core.Time.GetTimestamp();
        var id = (await CallAsync(method, request, table, cancellation)).ProcId;
        while (true)
        {
            var result = await ResultAsync(id, method.Name, table, core.Options.ProcedureTimeout - core.Time.GetElapsedTime(start), cancellation);
            if (result.Exception?.GenericException is { } failure)
                throw FaultTranslator.Final(new RemoteException(failure.ClassName, failure.Message));
            if (result.State == Proto.GetProcedureResultResponse.Types.State.Finished)
                return;
            if (result.State == Proto.GetProcedureResultResponse.Types.State.NotFound)
                throw new HBaseOutcomeUnknownException($"The master does not know the procedure {id} of {method.Name} any more.");
            if (core.Time.GetElapsedTime(start) > core.Options.ProcedureTimeout)
                throw new HBaseTimeoutException($"The procedure {id} of {method.Name} did not end within {core.Options.ProcedureTimeout}; it goes on.");
            await Task.Delay(PollPause, core.Time, cancellation);
        }
    }

    /// <summary>Tries something that changes nothing when done twice.</summary>
    /// <param name="table">The table that it is about, which a failure names; null for none.</param>
    /// <param name="run">One try.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="atMost">How long it is tried. Default: <see cref="HBaseOptions.OperationTimeout"/>.</param>
    public async Task<T> WithRetriesAsync<T>(string? table, Func<Task<T>> run, CancellationToken cancellation, TimeSpan? atMost = null)
    {
        var (start, limit) = (core.Time.GetTimestamp(), atMost ?? core.Options.OperationTimeout);
        var mayBeDone = false;
        for (var failures = 1; ; failures++)
        {
            Exception fault;
            try
            {
                return await run();
            }
            catch (Exception e) when (e is RpcFault or RemoteException)
            {
                fault = e;
            }
            var verdict = FaultRules.Judge(fault);
            mayBeDone |= verdict.MayBeDone;
            if (verdict.Action == FaultAction.Fail)
                throw Told(FaultTranslator.Final(fault, mayBeDone));
            var pause = Backoff.Of(fault, core.Options).After(failures, table?.Length ?? 0);
            if (core.Time.GetElapsedTime(start) + pause >= limit)
                throw Told(FaultTranslator.OutOfTime(fault, limit, mayBeDone));
            await Task.Delay(pause, core.Time, cancellation);

            HBaseException Told(HBaseException e)
            {
                (e.Table, e.Attempts) = (table, failures);
                return e;
            }
        }
    }

    private async Task<TAnswer> CallAsync<TAnswer>(RpcMethod<TAnswer> method, IMessage request, string? table, TimeSpan limit, CancellationToken cancellation)
        where TAnswer : IMessage<TAnswer>
    {
        ServerAddress? master = null;
        try
        {
            return await WithRetriesAsync(
                table,
                async () =>
                {
                    master = await core.Registry.MasterAsync(cancellation);
                    using var response = await core.Pool.CallAsync(master.Value, new RpcRequest(method, request), core.Options.CallTimeout, cancellation);
                    return (TAnswer)response.Message;
                },
                cancellation,
                limit);
        }
        catch (HBaseException e)
        {
            e.Server = master?.ToString();
            throw;
        }
    }

    // The procedure has begun: that its master cannot be asked, or does not tell, says nothing of how it ends.
    private async Task<Proto.GetProcedureResultResponse> ResultAsync(ulong id, string method, string table, TimeSpan left, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(MasterMethods.ProcedureResult, new Proto.GetProcedureResultRequest { ProcId = id }, table, left, cancellation);
        }
        catch (HBaseException e)
        {
            throw new HBaseTimeoutException($"The procedure {id} of {method} goes on, and could not be followed to its end. {e.Message}", e) { Server = e.Server, Attempts = e.Attempts };
        }
    }
}

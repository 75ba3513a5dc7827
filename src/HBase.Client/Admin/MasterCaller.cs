using Google.Protobuf;
using OrleansLambda.HBase.Client.Faults;
using OrleansLambda.HBase.Client.Wire;

namespace OrleansLambda.HBase.Client.Admin;

/// <summary>Asks the active master, whichever that is, and waits for its procedures.</summary>
internal sealed class MasterCaller(ClientCore core)
{
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks the master.</summary>
    public Task<TAnswer> CallAsync<TAnswer>(RpcMethod<TAnswer> method, IMessage request, CancellationToken cancellation)
        where TAnswer : IMessage<TAnswer> =>
        WithRetriesAsync(
            method.Name,
            async () =>
            {
                var master = await core.Registry.MasterAsync(cancellation);
                using var response = await core.Pool.CallAsync(master, new RpcRequest(method, request), core.Options.CallTimeout, cancellation);
                return (TAnswer)response.Message;
            },
            cancellation);

    /// <summary>
    /// Starts a procedure and waits for its end. The request bears a nonce, so one that is sent twice starts one procedure,
    /// also through a change of masters.
    /// </summary>
    public async Task RunProcedureAsync(RpcMethod<Proto.ProcedureResponse> method, IMessage request, CancellationToken cancellation)
    {
        var start = core.Time.GetTimestamp();
        var id = (await CallAsync(method, request, cancellation)).ProcId;
        while (true)
        {
            var result = await CallAsync(MasterMethods.ProcedureResult, new Proto.GetProcedureResultRequest { ProcId = id }, cancellation);
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
    public async Task<T> WithRetriesAsync<T>(string what, Func<Task<T>> run, CancellationToken cancellation)
    {
        var start = core.Time.GetTimestamp();
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
                throw FaultTranslator.Final(fault, mayBeDone);
            var pause = Backoff.Of(fault, core.Options).After(failures, what.Length);
            if (core.Time.GetElapsedTime(start) + pause >= core.Options.OperationTimeout)
                throw FaultTranslator.OutOfTime(fault, core.Options.OperationTimeout, mayBeDone);
            await Task.Delay(pause, core.Time, cancellation);
        }
    }
}

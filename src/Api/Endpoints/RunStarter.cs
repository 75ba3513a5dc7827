using OrleansLambda.Api.Http;

namespace OrleansLambda.Api.Endpoints;

/// <summary>Starts runs, and waits for their end only as long as a caller's patience lasts.</summary>
internal sealed partial class RunStarter(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider time, ILogger<RunStarter> logger)
{
    /// <summary>The run that was asked for, ended or under way.</summary>
    /// <exception cref="TimeoutException">The run has not begun yet, since another one is under way and does not show.</exception>
    public async Task<RunStatus> StartAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var batch = grains.GetGrain<IBatchGrain>(0);
        var run = batch.RunAsync(RunTrigger.Request, from, to);
        var patience = Task.Delay(options.Value.RunWait, time, cancellationToken);
        if (await Task.WhenAny(run, patience) == run)
            return await run;
        _ = ObserveAsync(run);
        await patience;
        return await batch.ListAsync(null, 1) is [var latest]
            ? latest
            : throw new TimeoutException("The run has not begun yet.");
    }

    // Nobody waits for the call any longer: it times out before a long run ends, and the run goes on all the same.
    private async Task ObserveAsync(Task<RunStatus> run)
    {
        try
        {
            await run;
        }
        catch (Exception e)
        {
            LogUnanswered(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A run that was asked for went on without an answer: {Error}")]
    private partial void LogUnanswered(string error);
}

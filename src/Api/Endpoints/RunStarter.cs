namespace OrleansLambda.Api.Endpoints;

/// <summary>Starts runs, and waits for their end only as long as a caller's patience lasts.</summary>
internal sealed class RunStarter(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The run that does what was asked for, ended or still to end.</summary>
    public async Task<RunStatus> StartAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var batch = grains.GetGrain<IBatchGrain>(0);
        var run = await batch.StartAsync(RunTrigger.Request, from, to);
        while (run.State == WorkState.Running && time.GetElapsedTime(started) < options.Value.RunWait)
        {
            await Task.Delay(Pause, time, cancellationToken);
            run = await batch.GetAsync(run.Id) ?? run;
        }
        return run;
    }
}

using OrleansLambda.Grains.Serving;
using OrleansLambda.Silo.Hosting;

namespace OrleansLambda.Silo.Cli;

/// <summary><c>aggregate</c>: recomputes days from the raw data, prints them.</summary>
public static class AggregateVerb
{
    /// <summary>Recomputes the days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static async Task<int> ExecuteAsync(Settings settings, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        using var host = LambdaHost.ForWork(settings);
        await host.StartOrStopAsync(cancellationToken);
        try
        {
            var batch = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBatchGrain>(0);
            RunStatus run;
            try
            {
                run = await batch.RunAsync(RunTrigger.Request, from, to).WaitAsync(cancellationToken);
            }
            catch (ArgumentException e)
            {
                return await Failure.TellAsync(e.Message); // The days are crossed, or more than the settings allow.
            }
            if (run.State == WorkState.Failed)
                return await Failure.TellAsync(run.Error!);
            RunLine.Print(run);
            await DayTable.PrintAsync(host.Services.GetRequiredService<DayReader>(), from, to, cancellationToken);
            return 0;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}

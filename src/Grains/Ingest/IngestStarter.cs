using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansLambda.Grains.Ingest;

/// <summary>Starts ingest when a silo starts, so that nobody waits for the reminder's first minute.</summary>
internal sealed partial class IngestStarter(
    IGrainFactory grains,
    IOptions<IngestOptions> options,
    TimeProvider time,
    ILogger<IngestStarter> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            LogDisabled();
            return;
        }
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested && !await TryStartAsync(firstTime: pause == FirstPause))
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // The silo may still be joining its cluster, and the reminders may still be loading.
    private async Task<bool> TryStartAsync(bool firstTime)
    {
        try
        {
            await grains.GetGrain<IIngestGrain>(0).StartAsync();
            return true;
        }
        catch (Exception e)
        {
            if (firstTime)
                LogNotYet(e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Ingest was not started, since Ingest:Enabled is false.")]
    private partial void LogDisabled();

    [LoggerMessage(LogLevel.Debug, "Ingest could not be started yet, and was tried again.")]
    private partial void LogNotYet(Exception exception);
}

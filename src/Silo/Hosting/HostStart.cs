namespace OrleansLambda.Silo.Hosting;

/// <summary>Starts hosts.</summary>
public static partial class HostStart
{
    /// <summary>Starts <paramref name="host"/>, and where that fails stops what had started already, in order.</summary>
    public static async Task StartOrStopAsync(this IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            await StopStartedAsync(host);
            throw;
        }
    }

    // What had not started cannot be stopped, and says so. What a person needs to see is why the start failed.
    private static async Task StopStartedAsync(IHost host)
    {
        try
        {
            await host.StopAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HostStart));
            LogStopFailed(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Not all of a host that did not start could be stopped.")]
    private static partial void LogStopFailed(ILogger logger, Exception exception);
}

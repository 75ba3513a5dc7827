namespace OrleansLambda.Silo.Hosting;

/// <summary>Starts hosts.</summary>
public static class HostStart
{
    /// <summary>Starts <paramref name="host"/>, and where that fails stops what had started already, in order.</summary>
    public static async Task StartOrStopAsync(this IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            await StopStartedAsync(host, failure);
            throw;
        }
    }

    // What had not started cannot be stopped, and says so; the failure that a person needs to see is the first one.
    private static async Task StopStartedAsync(IHost host, Exception failure)
    {
        try
        {
            await host.StopAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            failure.Data["stop"] = e.Message;
        }
    }
}

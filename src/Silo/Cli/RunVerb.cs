using OrleansLambda.Silo.Hosting;

namespace OrleansLambda.Silo.Cli;

/// <summary><c>run</c>: the whole system, until Ctrl-C.</summary>
public static class RunVerb
{
    /// <summary>Runs until the process is told to stop.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="store">Registers the stores in place of those that the settings choose, where given.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<int> ExecuteAsync(Settings settings, Action<IServiceCollection>? store, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Orleans.Lambda {ProgramVersion.Text}, {settings.Parts}, data in {settings.DataDirectory}");
        Directory.CreateDirectory(settings.DataDirectory);
        await using var app = LambdaHost.ForRun(settings, store);
        await app.StartOrStopAsync(cancellationToken);
        Console.WriteLine($"""
            Live page   {settings.Url.TrimEnd('/')}/
            API         {settings.Url.TrimEnd('/')}/api/v1/days
            Dashboard   {settings.Url.TrimEnd('/')}/dashboard
            Ctrl-C stops it; nothing is lost.
            """);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}

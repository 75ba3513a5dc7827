using Orleans.Runtime;

namespace OrleansLambda.Silo.Hosting.Clustering;

/// <summary>
/// Ends the process when its silo cannot go on: most often because the others have taken it for dead, which it learns
/// when it has been frozen or cut off and comes back. What it still holds in memory is theirs by now, so nothing is
/// written any more, and whoever watches over the process starts it again.
/// </summary>
internal sealed partial class FatalEnd(ILoggerFactory loggers) : IFatalErrorHandler
{
    /// <summary>The exit code, which no verb has.</summary>
    public const int ExitCode = 3;

    private readonly ILogger _logger = loggers.CreateLogger<FatalEnd>();

    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => true;

    /// <inheritdoc/>
    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        LogEnd(_logger, ExitCode, context ?? "no reason was given", exception);
        loggers.Dispose(); // The console's lines are written behind the scenes; this waits for the last of them.
        Environment.Exit(ExitCode);
    }

    [LoggerMessage(LogLevel.Critical, "The silo cannot go on, and the process ends with exit code {ExitCode}; started again, it joins its cluster anew. {Reason}")]
    private static partial void LogEnd(ILogger logger, int exitCode, string reason, Exception? exception);
}

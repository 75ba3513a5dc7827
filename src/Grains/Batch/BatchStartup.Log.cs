using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch;

internal sealed partial class BatchStartup
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(LogLevel.Warning, "The batch layer could not be started at once and is tried again.")]
    private partial void LogNotStarted(Exception exception);

    [LoggerMessage(LogLevel.Information, "The batch layer was not started, since Batch:Enabled is false.")]
    private partial void LogDisabled();
}

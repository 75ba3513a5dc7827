using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Batch.Imports;

internal sealed partial class ImportGrain
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(LogLevel.Information, "{Location} was downloaded to {Done:P0}.")]
    private partial void LogDownloaded(string location, double done);

    [LoggerMessage(LogLevel.Information, "{Location} was found imported before, as {Import}.")]
    private partial void LogFoundCompleted(string import, string location);

    [LoggerMessage(LogLevel.Warning, "Import {Import} started over: the store held fewer trips than it had brought.")]
    private partial void LogTripsMissing(string import);

    [LoggerMessage(LogLevel.Information, "Import {Import} stopped with the silo; it is resumed later.")]
    private partial void LogStopped(string import);

    [LoggerMessage(LogLevel.Warning, "Import {Import} was abandoned by this activation.")]
    private partial void LogAbandoned(Exception exception, string import);

    [LoggerMessage(LogLevel.Warning, "The run of the batch layer after an import failed; a later one makes up for it.")]
    private partial void LogRunNotAsked(Exception exception);
}

using Microsoft.Extensions.Logging;

namespace OrleansLambda.Grains.Ingest;

internal sealed partial class IngestGrain
{
    [LoggerMessage(LogLevel.Information, "Ingest started: a timestamp was asked of {Url} every {Period} from now on.")]
    private partial void LogStarted(Uri url, TimeSpan period);

    [LoggerMessage(LogLevel.Information, "Ingest stopped on this silo after {Appended} timestamps.")]
    private partial void LogStopped(long appended);

    [LoggerMessage(LogLevel.Warning, "Ingest failed, and was tried again with growing pauses: {Error}")]
    private partial void LogFailing(string error);

    [LoggerMessage(LogLevel.Information, "Ingest recovered after {Failures} failures.")]
    private partial void LogRecovered(int failures);

    [LoggerMessage(LogLevel.Error, "Ingest failed in a way that was not foreseen.")]
    private partial void LogUnexpected(Exception exception);
}

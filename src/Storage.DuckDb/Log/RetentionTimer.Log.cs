using Microsoft.Extensions.Logging;

namespace OrleansLambda.Storage.DuckDb.Log;

internal sealed partial class RetentionTimer
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Partition {Partition} was trimmed; it begins at {Offset} now.")]
    private partial void LogTrimmed(int partition, long offset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log could not be trimmed; it will be tried again.")]
    private partial void LogTrimFailed(Exception exception);
}

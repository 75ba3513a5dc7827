using Microsoft.Extensions.Logging;

namespace OrleansLambda.Storage.DuckDb;

public sealed partial class DuckDbDatabase
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Path} was opened; its log {TopicId} has {Partitions} partitions.")]
    private partial void LogOpened(string path, string topicId, int partitions);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Path} was closed.")]
    private partial void LogClosed(string path);
}

namespace OrleansLambda.Streaming;

internal sealed partial class PartitionReader
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Reading of partition {Partition} started at offset {Offset}.")]
    private partial void LogStarted(int partition, long offset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The commit of partition {Partition} at offset {Offset} of topic {TopicId} was not followed, because {Reason}; reading starts at offset {StartOffset}.")]
    private partial void LogCommitIgnored(int partition, long offset, string topicId, string reason, long startOffset);

    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition}: {Missed} offsets before {Offset} had been removed from the log before they were read. Their records were not counted.")]
    private partial void LogMissed(int partition, long missed, long offset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} no longer held offset {Offset}.")]
    private partial void LogOutOfRange(int partition, long offset, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} could not be read; it is tried again and again.")]
    private partial void LogReadFailed(int partition, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Partition {Partition} was read again.")]
    private partial void LogReadRecovered(int partition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dead letters of partition {Partition} could not be stored; the partition waits for them.")]
    private partial void LogLettersFailed(int partition, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Dead letters of partition {Partition} were stored again.")]
    private partial void LogLettersRecovered(int partition);
}
